/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the tests with several threads have in common: a lock, how long to go on,
 * the first thing that went wrong. Each thread that makes transactions has a
 * section slot of the host.
 */
#ifndef _UNIT_THREADS_H
#define _UNIT_THREADS_H

#include "rig.h"

#include <pthread.h>
#include <sched.h>

/* Threads that make transactions */
#define READERS		3

static_assert(READERS < HOST_MAX_SLOTS);

/**
 * struct crowd - threads around one SMMU
 * @rig: SMMU, host, driver; after the start with @lock held only
 * @lock: the instance's lock
 * @stop: tells them to end
 * @wrong: first thing that went wrong
 */
struct crowd {
	struct rig *rig;
	pthread_mutex_t lock;
	bool stop;
	const char *wrong;
};

void crowd_init(struct crowd *crowd, struct rig *rig);
/* Ends the rig too. */
void crowd_end(struct crowd *crowd);
void crowd_complain(struct crowd *crowd, const char *what);
bool crowd_is_over(struct crowd *crowd);

/* As many changes as a test should make, 100 times @normal with SOAK. */
unsigned int crowd_changes(unsigned int normal);

/* Some noise from some noise. */
u32 crowd_noise(u32 noise);

/*
 * One try of a transaction, as smmu3.h wants it: @move is called in the section
 * if it is forwarded, @judge with the lock held if it is not and the fault
 * stands. False: it has to be made again.
 */
bool crowd_try(struct crowd *crowd, unsigned int slot, struct smmu3_xact *x,
	       void (*move)(void *arg, const struct smmu3_xact *x),
	       void (*judge)(void *arg, const struct smmu3_xact *x), void *arg);

/* ---- tests ---- */

void fast_caches_forget_before_sync_returns(void **state);
void exact_caches_forget_before_sync_returns(void **state);
void racing_writers_leave_no_page_clean(void **state);
void racing_clients_stall_and_go_on(void **state);

#endif /* _UNIT_THREADS_H */
