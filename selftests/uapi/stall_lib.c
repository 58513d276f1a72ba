// SPDX-License-Identifier: GPL-2.0
/* Streams that stall and their devices, see stall_kit.h. */
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "stall_kit.h"

#define STACK	((size_t)PTHREAD_STACK_MIN + (64 << 10))

static void nap(unsigned int ms)
{
	struct timespec ts = { 0, ms * 1000000L };

	nanosleep(&ts, NULL);
}

static int let_it_stall(struct stall_smmu *s)
{
	struct uapi_smmu *smmu = &s->smmu;
	uint64_t *cd = smmusim_kit_ptr(&smmu->kit, smmu->ctx.cd);
	int ret;

	cd[0] |= CD_S;
	ret = smmusim_inval_cd(&smmu->kit, UAPI_SID);
	return ret ? ret : smmusim_attach(&smmu->kit, UAPI_SID + 1, &smmu->ctx);
}

int stall_init(struct stall_smmu *s, int fd, uint32_t bank,
	       unsigned int eventq_log2)
{
	const struct smmusim_setup setup = {
		.bank = bank, .eventq_log2 = eventq_log2,
	};
	int ret;

	s->events = -1;
	ret = uapi_smmu_setup_as(&s->smmu, fd, &setup);
	if (!ret)
		ret = let_it_stall(s);
	if (ret)
		return ret;
	s->events = uapi_line(fd, bank, SMMU_SIM_IRQ_EVENTQ);
	return s->events < 0 ? s->events : 0;
}

void stall_exit(struct stall_smmu *s)
{
	if (s->events >= 0)
		close(s->events);
	smmusim_kit_exit(&s->smmu.kit);
}

int stall_event(struct stall_smmu *s, uint64_t record[4], int timeout_ms)
{
	int ret;

	/* A pulse may have been for a record that has been taken before. */
	while (!(ret = smmusim_event(&s->smmu.kit, record)))
		if (!uapi_pulses(s->events, timeout_ms))
			return 0;
	return ret;
}

static void *client_run(void *arg)
{
	struct stall_client *client = arg;
	uint64_t one = 1;

	client->ret = smmusim_dma(client->fd, &client->dma);
	return write(client->ended, &one, sizeof(one)) < 0 ? client : NULL;
}

static int client_create(struct stall_client *client)
{
	pthread_attr_t attr;
	int ret;

	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK);
	ret = pthread_create(&client->thread, &attr, client_run, client);
	pthread_attr_destroy(&attr);
	return -ret;
}

int stall_start(struct stall_client *client, struct stall_smmu *s, uint32_t op,
		uint64_t addr, uint64_t length)
{
	struct smmu_sim_txn *txn = &client->dma.txn;

	client->fd = s->smmu.fd;
	client->dma.op = op;
	client->dma.length = length;
	client->dma.data_uptr = (uintptr_t)client->data;
	txn->addr = addr;
	txn->sec_sid = s->smmu.kit.setup.bank;
	if (!txn->stream_id)
		txn->stream_id = UAPI_SID;
	client->ended = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	return client->ended < 0 ? -errno : client_create(client);
}

bool stall_ended(struct stall_client *client, int timeout_ms)
{
	struct pollfd poll_fd = { .fd = client->ended, .events = POLLIN };

	return poll(&poll_fd, 1, timeout_ms) == 1;
}

bool stall_join(struct stall_client *client)
{
	if (!stall_ended(client, 10 * A_WHILE))
		return false;
	pthread_join(client->thread, NULL);
	close(client->ended);
	return true;
}

int stall_records(int fd, struct smmu_sim_stall_record *records,
		  uint32_t capacity, uint32_t *count)
{
	return smmusim_inspect(fd, SMMU_SIM_INSPECT_STALLS, records,
			       sizeof(*records), capacity, count);
}

bool stall_counts_are(struct stall_smmu *s, uint32_t stalls, uint32_t pending)
{
	struct smmu_sim_bank_record record;

	return !uapi_bank_record(s->smmu.fd, s->smmu.kit.setup.bank, &record) &&
	       record.stalls == stalls && record.pending == pending;
}

bool stall_counts_become(struct stall_smmu *s, uint32_t stalls,
			 uint32_t pending)
{
	unsigned int i;

	for (i = 0; i < SOON && !stall_counts_are(s, stalls, pending); i++)
		nap(1);
	return stall_counts_are(s, stalls, pending);
}
