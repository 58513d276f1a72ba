// SPDX-License-Identifier: GPL-2.0
/*
 * Unmap against DMA in flight: a device that never stops writing to the last
 * address it was given, while that address is unmapped and the page behind it
 * is poisoned. Once dma_unmap_page() has returned no byte may land in the page.
 *
 * Loading does nothing. Write a mode to the parameter `run`:
 *
 *	threads		the device is a thread, pages are mapped and unmapped in
 *			the writer of the parameter
 *	dma_timer	the device is a timer interrupt, which also hits in the
 *			middle of an unmapping
 *	unmap_timer	the device is a thread, pages are mapped and unmapped in
 *			a timer interrupt
 *
 * and read the results when the write has returned: `rounds` done, transactions
 * that `landed` and that were `refused`, and the `late` rounds, which have to
 * be 0 with a strict domain.
 */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/hrtimer.h>
#include <linux/iommu.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/platform_device.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "../../../drivers/sim/compat.h"
#include "../../../drivers/sim/smmu_sim.h"

#define POISON		0x6b
#define PAYLOAD		0xd5
#define PATIENCE	2000	/* steps until a mapping must have been hit */
#define LOOKS		4	/* times a poisoned page is looked at */
#define DMA_PERIOD_NS	20000
#define UNMAP_PERIOD_NS	50000

static unsigned int iterations = 500;
module_param(iterations, uint, 0644);
MODULE_PARM_DESC(iterations, "rounds of a run");

static bool keep;
module_param(keep, bool, 0644);
MODULE_PARM_DESC(keep, "free the pages only when the device has stopped");

static unsigned int rounds, late, landed, refused;
module_param(rounds, uint, 0444);
module_param(late, uint, 0444);
module_param(landed, uint, 0444);
module_param(refused, uint, 0444);

/**
 * struct device_side - the device that does not stop
 * @sim: the system SMMU
 * @stream_id: its StreamID
 * @iova: where it writes to, DMA_MAPPING_ERROR: nowhere yet
 * @landed: transactions that were forwarded
 * @refused: transactions that were not
 * @payload: what it writes
 */
struct device_side {
	struct smmu_sim *sim;
	u32 stream_id;
	dma_addr_t iova;
	atomic_t landed;
	atomic_t refused;
	u8 payload[PAGE_SIZE];
};

enum page_state {
	STATE_NONE,
	STATE_MAPPED,
	STATE_POISONED,
};

/**
 * struct driver_side - the driver that maps and unmaps
 * @dev: the companion
 * @state: of @page
 * @page: the page of this round
 * @iova: where it is mapped
 * @landed: the device's count when it was mapped
 * @steps: since the state began
 * @left: rounds to go
 * @kept: pages that wait for the end
 * @done: the last round is over
 */
struct driver_side {
	struct device *dev;
	enum page_state state;
	struct page *page;
	dma_addr_t iova;
	int landed;
	unsigned int steps;
	unsigned int left;
	struct list_head kept;
	struct completion done;
};

static struct device_side device;
static struct driver_side driver;
static struct hrtimer timer;
static DEFINE_MUTEX(run_lock);

static void device_write(void)
{
	struct smmu_sim_xfer xfer = {
		.sid = device.stream_id,
		.addr = READ_ONCE(device.iova),
		.len = PAGE_SIZE,
		.write = true,
		.buf = device.payload,
	};

	if (xfer.addr == DMA_MAPPING_ERROR)
		return;
	smmu_sim_issue(device.sim, &xfer);
	if (xfer.status == SMMU_SIM_XFER_OK)
		atomic_inc(&device.landed);
	else
		atomic_inc(&device.refused);
}

static void page_map(void)
{
	driver.page = alloc_page(GFP_ATOMIC | __GFP_ZERO);
	if (!driver.page)
		return;
	driver.landed = atomic_read(&device.landed);
	driver.iova = dma_map_page(driver.dev, driver.page, 0, PAGE_SIZE,
				   DMA_FROM_DEVICE);
	if (dma_mapping_error(driver.dev, driver.iova)) {
		__free_page(driver.page);
		return;
	}
	WRITE_ONCE(device.iova, driver.iova);
	driver.state = STATE_MAPPED;
	driver.steps = 0;
}

/* In the thick of it: as soon as the device has been seen to hit. */
static void page_unmap(void)
{
	if (atomic_read(&device.landed) == driver.landed &&
	    driver.steps++ < PATIENCE)
		return;
	dma_unmap_page(driver.dev, driver.iova, PAGE_SIZE, DMA_FROM_DEVICE);
	memset(page_address(driver.page), POISON, PAGE_SIZE);
	driver.state = STATE_POISONED;
	driver.steps = 0;
}

static void page_look(void)
{
	bool last = ++driver.steps == LOOKS;
	bool hit = memchr_inv(page_address(driver.page), POISON, PAGE_SIZE);

	if (!hit && !last)
		return;
	late += hit;
	rounds++;
	if (keep || hit)
		list_add(&driver.page->lru, &driver.kept);
	else
		__free_page(driver.page);
	driver.state = STATE_NONE;
	if (!--driver.left)
		complete(&driver.done);
}

/* One step of the driver's side; never waits. */
static void driver_step(void)
{
	static void (*const step[])(void) = {
		[STATE_NONE] = page_map,
		[STATE_MAPPED] = page_unmap,
		[STATE_POISONED] = page_look,
	};

	if (driver.left)
		step[driver.state]();
}

static int device_thread(void *unused)
{
	while (!kthread_should_stop()) {
		device_write();
		cond_resched();
	}
	return 0;
}

static enum hrtimer_restart device_tick(struct hrtimer *timer)
{
	device_write();
	hrtimer_forward_now(timer, ns_to_ktime(DMA_PERIOD_NS));
	return HRTIMER_RESTART;
}

static enum hrtimer_restart driver_tick(struct hrtimer *timer)
{
	driver_step();
	hrtimer_forward_now(timer, ns_to_ktime(UNMAP_PERIOD_NS));
	return driver.left ? HRTIMER_RESTART : HRTIMER_NORESTART;
}

static void driver_loop(void)
{
	while (driver.left) {
		driver_step();
		if (driver.steps % 4 == 2)
			usleep_range(10, 50);
		cond_resched();
	}
}

static void timer_start(enum hrtimer_restart (*tick)(struct hrtimer *timer))
{
	hrtimer_setup(&timer, tick, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	hrtimer_start(&timer, ns_to_ktime(DMA_PERIOD_NS), HRTIMER_MODE_REL);
}

static int run_threads(void)
{
	struct task_struct *thread;

	thread = kthread_run(device_thread, NULL, "unmap_race");
	if (IS_ERR(thread))
		return PTR_ERR(thread);
	driver_loop();
	kthread_stop(thread);
	return 0;
}

static int run_dma_timer(void)
{
	timer_start(device_tick);
	driver_loop();
	hrtimer_cancel(&timer);
	return 0;
}

static int run_unmap_timer(void)
{
	struct task_struct *thread;

	thread = kthread_run(device_thread, NULL, "unmap_race");
	if (IS_ERR(thread))
		return PTR_ERR(thread);
	timer_start(driver_tick);
	wait_for_completion(&driver.done);
	hrtimer_cancel(&timer);
	kthread_stop(thread);
	return 0;
}

static const struct {
	const char *name;
	int (*run)(void);
} modes[] = {
	{ "threads", run_threads },
	{ "dma_timer", run_dma_timer },
	{ "unmap_timer", run_unmap_timer },
};

static void run_begin(void)
{
	rounds = 0;
	late = 0;
	driver.state = STATE_NONE;
	driver.left = iterations;
	INIT_LIST_HEAD(&driver.kept);
	init_completion(&driver.done);
	device.iova = DMA_MAPPING_ERROR;
	atomic_set(&device.landed, 0);
	atomic_set(&device.refused, 0);
}

static void run_end(void)
{
	struct page *page, *next;

	landed = atomic_read(&device.landed);
	refused = atomic_read(&device.refused);
	list_for_each_entry_safe(page, next, &driver.kept, lru)
		__free_page(page);
}

static int run_set(const char *value, const struct kernel_param *unused)
{
	unsigned int i;
	int ret;

	for (i = 0; i < ARRAY_SIZE(modes); i++)
		if (sysfs_streq(value, modes[i].name))
			break;
	if (i == ARRAY_SIZE(modes) || !iterations || !driver.dev)
		return -EINVAL;
	mutex_lock(&run_lock);
	run_begin();
	ret = modes[i].run();
	run_end();
	mutex_unlock(&run_lock);
	return ret;
}

static const struct kernel_param_ops run_ops = {
	.set = run_set,
};
module_param_cb(run, &run_ops, NULL, 0200);

static int __init unmap_race_init(void)
{
	struct device *dev = bus_find_device_by_name(&platform_bus_type, NULL,
						     "smmu-sim-dma");

	if (!dev)
		return -ENODEV;
	if (!device_iommu_mapped(dev)) {
		put_device(dev);
		return -ENODEV;
	}
	device.sim = smmu_sim_system();
	device.stream_id = dev_iommu_fwspec_get(dev)->ids[0];
	memset(device.payload, PAYLOAD, sizeof(device.payload));
	driver.dev = dev;
	return 0;
}
module_init(unmap_race_init);

static void __exit unmap_race_exit(void)
{
	put_device(driver.dev);
}
module_exit(unmap_race_exit);

SMMU_SIM_IMPORT();
MODULE_DESCRIPTION("Unmapping while the device writes");
MODULE_LICENSE("GPL");
