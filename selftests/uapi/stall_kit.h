/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Streams whose faults stall, and client devices: threads that do one DMA each
 * and can be asked whether they have come to its end. For tests of stalls.
 */
#ifndef _UAPI_STALL_KIT_H
#define _UAPI_STALL_KIT_H

#include <pthread.h>

#include "uapi.h"

/* Fields of the record of a fault that stalls (7.3.13) */
#define EVT_STALL(record)	GET((record)[1], 31, 31)
#define EVT_STAG(record)	GET((record)[1], 15, 0)

#define CD_S	(1ULL << 44)	/* CD word 0: faults stall (5.4) */

/**
 * struct stall_smmu - a bank whose stream UAPI_SID stalls instead of aborting
 * @smmu: the stream; UAPI_SID + 1 is the same
 * @events: eventfd of the bank's EVENTQ interrupt
 */
struct stall_smmu {
	struct uapi_smmu smmu;
	int events;
};

/*
 * Such a bank of an open SMMU with room for 2^@eventq_log2 records, 0: enough.
 * 0 or a negative errno; undone by stall_exit(), but for the file.
 */
int stall_init(struct stall_smmu *s, int fd, uint32_t bank,
	       unsigned int eventq_log2);
void stall_exit(struct stall_smmu *s);

/* Takes a record if one comes in @timeout_ms. 1, 0, or a negative errno. */
int stall_event(struct stall_smmu *s, uint64_t record[4], int timeout_ms);

/**
 * struct stall_client - a device that does one DMA
 * @fd: the SMMU
 * @dma: what it does, and how it ended
 * @data: its data, if it reads or writes
 * @ret: what the ioctl said
 * @ended: eventfd, readable when it has come to the end
 * @thread: the device
 */
struct stall_client {
	int fd;
	struct smmu_sim_dma dma;
	uint8_t data[2 * PAGE];
	int ret;
	int ended;
	pthread_t thread;
};

/*
 * Start a DMA of stream UAPI_SID of @s; what is not @op, @addr and @length may be
 * set in @client->dma before. 0 or a negative errno.
 */
int stall_start(struct stall_client *client, struct stall_smmu *s, uint32_t op,
		uint64_t addr, uint64_t length);

#define A_WHILE	1000	/* ms that a slow machine needs for little */

/* It has come to its end, or does so in time. Join it with stall_join(). */
bool stall_ended(struct stall_client *client, int timeout_ms);

/* The reverse of stall_start(). False: it does not end, and was left alone. */
bool stall_join(struct stall_client *client);

/* STAGs in use, their records, up to @capacity. */
int stall_records(int fd, struct smmu_sim_stall_record *records,
		  uint32_t capacity, uint32_t *count);

/* The bank has @stalls STAGs in use, and @pending transactions wait for one. */
bool stall_counts_are(struct stall_smmu *s, uint32_t stalls, uint32_t pending);

/* The same, or becomes so in time. */
bool stall_counts_become(struct stall_smmu *s, uint32_t stalls,
			 uint32_t pending);

#endif /* _UAPI_STALL_KIT_H */
