/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the parts of smmuctl share. A verb reads its arguments with argp, works
 * on the one SMMU of this process, says the result as text and puts it into
 * ctl->result, which --json prints instead.
 */
#ifndef _SMMUCTL_H
#define _SMMUCTL_H

#include <argp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include <json-c/json.h>
#include <smmusim/kit.h>

#include "smmu3.h"
#include "stream.h"

/* What became of a verb, in ascending order of how bad that is. */
enum {
	CTL_OK,
	CTL_FAULT,	/* the SMMU did not do it, as it may: verbs go on */
	CTL_FAILED,	/* an error: the verbs behind it are not run */
	CTL_USAGE,	/* the same, and smmuctl was not understood */
};

#define CTL_BANKS	2	/* SMMU_SIM_PAS_* */
#define CTL_MAX_SIDS	16	/* streams of a kit */

struct job;

/**
 * struct ctl - this process and its SMMU
 * @device: path of the node
 * @json: where results go as JSON lines, NULL: nowhere
 * @quiet: print nothing: set-up
 * @depth: scripts that are running
 * @fd: the open file, -1 before it is needed
 * @system: it is the system SMMU
 * @kit: the drivers of a private SMMU, by bank; on the system SMMU only the
 *	Secure bank can have one
 * @has_kit: it is up
 * @stream: streams by bank and StreamID
 * @buffer: the last buffer added on the system SMMU
 * @has_buffer: there was one
 * @buffer_map: it, mapped; stays after its removal
 * @jobs: DMA in the background, the last one first
 * @last_job: its number
 * @result: what the running verb found
 */
struct ctl {
	const char *device;
	FILE *json;
	bool quiet;
	unsigned int depth;
	int fd;
	bool system;
	struct smmusim_kit kit[CTL_BANKS];
	bool has_kit[CTL_BANKS];
	struct stream stream[CTL_BANKS][CTL_MAX_SIDS];
	struct smmu_sim_buf_add buffer;
	bool has_buffer;
	uint8_t *buffer_map;
	struct job *jobs;
	unsigned int last_job;
	json_object *result;
};

/**
 * struct verb - a word of the command line
 * @name: it
 * @args: its arguments, for the list of verbs
 * @brief: what it does
 * @run: argv[0] is the name to use in messages; returns CTL_*
 */
struct verb {
	const char *name;
	const char *args;
	const char *brief;
	int (*run)(struct ctl *ctl, int argc, char **argv);
};

/**
 * struct word - a word of the command line and its number
 * @name: it; NULL ends a list
 * @value: an enumerator or a bit
 */
struct word {
	const char *name;
	uint32_t value;
};

int verb_info(struct ctl *ctl, int argc, char **argv);
int verb_regs(struct ctl *ctl, int argc, char **argv);
int verb_set(struct ctl *ctl, int argc, char **argv);
int verb_translate(struct ctl *ctl, int argc, char **argv);
int verb_walk(struct ctl *ctl, int argc, char **argv);
int verb_atos(struct ctl *ctl, int argc, char **argv);
int verb_dma(struct ctl *ctl, int argc, char **argv);
int verb_wait(struct ctl *ctl, int argc, char **argv);
int verb_cmd(struct ctl *ctl, int argc, char **argv);
int verb_resume(struct ctl *ctl, int argc, char **argv);
int verb_terminate(struct ctl *ctl, int argc, char **argv);
int verb_memory(struct ctl *ctl, int argc, char **argv);
int verb_buffer(struct ctl *ctl, int argc, char **argv);
int verb_events(struct ctl *ctl, int argc, char **argv);
int verb_config(struct ctl *ctl, int argc, char **argv);
int verb_stream(struct ctl *ctl, int argc, char **argv);
int verb_map(struct ctl *ctl, int argc, char **argv);
int verb_unmap(struct ctl *ctl, int argc, char **argv);
int verb_bypass(struct ctl *ctl, int argc, char **argv);
int verb_block(struct ctl *ctl, int argc, char **argv);
int verb_run(struct ctl *ctl, int argc, char **argv);
int verb_inject(struct ctl *ctl, int argc, char **argv);
int verb_inspect(struct ctl *ctl, int argc, char **argv);
int verb_step(struct ctl *ctl, int argc, char **argv);

/* ---- main.c ---- */

/* Run one verb with its arguments; prints its result. */
int ctl_run(struct ctl *ctl, int argc, char **argv);

/* ---- script.c ---- */

/* Run verbs from text, a line each, until there is an error. */
int script_run_lines(struct ctl *ctl, const char *const *lines);
int script_run_file(struct ctl *ctl, const char *path);

/* ---- ctl.c ---- */

/* Open the device if it is not open. False: told. */
bool ctl_open(struct ctl *ctl);

/* The same, and it has to be of this kind; @verb is for the message. */
bool ctl_open_private(struct ctl *ctl, const char *verb);
bool ctl_open_system(struct ctl *ctl, const char *verb);

/*
 * The driver kit of a bank, brought up when first asked for. NULL: told. On the
 * system SMMU only the Secure bank is to be had.
 */
struct smmusim_kit *ctl_kit(struct ctl *ctl, uint32_t bank, const char *verb);

/* CTL_FAULT: something still waited, and was told. */
int ctl_close(struct ctl *ctl);

/* Text for people; nothing while JSON goes to the same place. */
void say(const struct ctl *ctl, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * An error on stderr and, if @hint, what to do next. Returns CTL_FAILED, or
 * CTL_FAULT if @error says that the command queue stands still.
 */
int complain(const char *what, int error, const char *hint);

/* On stderr: a verb that an error kept from running. */
void say_not_run(const char *verb);

/* The hint for -errno of an ioctl, or NULL. */
const char *hint_for(const struct ctl *ctl, int error);

/*
 * Numbers: decimal or 0x, with K, M or G behind. An address may also be
 * "buffer" or "buffer+N", a StreamID "companion".
 */
bool parse_u64(const char *text, uint64_t *value);
bool parse_addr(const struct ctl *ctl, const char *text, uint64_t *value);
bool parse_sid(const struct ctl *ctl, const char *text, uint32_t *value);

/* Is it about a buffer of this process, and there is none? */
bool lacks_buffer(const struct ctl *ctl, const char *text);

#define ADD_BUFFER	"buffer add 4K then ..."

/* The option that verbs about one bank have. */
#define BANK_OPTION							\
	{ "bank", 'b', "BANK", 0,					\
	  "ns, the Non-secure bank and its streams (the default), or s, the Secure ones", 0 }

/* What their argp parsers leave: that option, and too few words. */
error_t parse_bank_verb(int key, const char *arg, struct argp_state *state,
			uint32_t *bank, unsigned int needed);

/* An argp parser for exactly one word; its input is a const char **. */
error_t parse_one_word(int key, char *arg, struct argp_state *state);

/* JSON members; numbers that are addresses or bits are "0x..." strings. */
void put_text(json_object *obj, const char *key, const char *value);
void put_int(json_object *obj, const char *key, uint64_t value);
void put_hex(json_object *obj, const char *key, uint64_t value);
void put_bool(json_object *obj, const char *key, bool value);
json_object *put_object(json_object *obj, const char *key);
json_object *put_array(json_object *obj, const char *key);

/* ---- txn_args.c: transactions as options ---- */

/* Their input is a struct smmu_sim_txn; access_argp has the client's, too. */
extern const struct argp client_argp;
extern const struct argp access_argp;

void access_name(const struct smmu_sim_txn *txn, char *buf, size_t cap);

/* The transaction, as JSON and as the beginning of a line. */
void show_request(const struct ctl *ctl, const struct smmu_sim_txn *txn);

/* ---- words.c: the architecture in words; static strings or into @buf ---- */

const char *word_status(uint32_t status);
const char *word_fate(const struct smmu_sim_translate *t);	/* or a peek's */
const char *word_event(uint8_t event);
const char *word_event_meaning(uint8_t event);
bool word_event_is_abort(uint8_t event);	/* FetchAddr did not answer */
const char *word_pas(uint32_t pas);
const char *word_bank(uint32_t bank);	/* as --bank takes it */
const char *secure_prefix(uint32_t sec_sid);	/* "Secure " or "" */
const char *word_world(uint8_t world);
const char *word_shareability(uint8_t sh);
const char *word_memattr(uint8_t memattr, char *buf, size_t cap);
const char *word_size(uint64_t bytes, char *buf, size_t cap);
const char *word_class(uint64_t class);

/* A MemAttr of stage 2 or of an STE. */
const char *word_stage2_memory(unsigned int memattr);

/**
 * struct id_regs - the ID registers (6.3.1 to 6.3.8, 6.3.52, 6.3.53)
 * @idr0: IDR0, and so on
 * @idr1: IDR1
 * @idr3: IDR3
 * @idr5: IDR5
 * @aidr: AIDR
 * @s_idr0: S_IDR0, 0 without a Secure bank
 * @s_idr1: S_IDR1
 */
struct id_regs {
	uint32_t idr0;
	uint32_t idr1;
	uint32_t idr3;
	uint32_t idr5;
	uint32_t aidr;
	uint32_t s_idr0;
	uint32_t s_idr1;
};

/* verb_info.c */
void read_id_regs(const struct ctl *ctl, struct id_regs *id);
uint32_t read_reg(const struct ctl *ctl, uint32_t pas, uint32_t offset);

/* Bits of an output address. */
unsigned int id_oas_bits(const struct id_regs *id);

/* A line for each feature (identity_words.c). */
void show_identity(const struct ctl *ctl, const struct id_regs *id,
		   json_object *obj);

/* ---- show.c ---- */

/* Fields of a record; into @obj and, with @indent, as text. */
void show_record(const struct ctl *ctl, const uint64_t record[4],
		 json_object *obj, const char *indent);

/* What became of a transaction; CTL_OK if it was forwarded. */
int show_outcome(const struct ctl *ctl, const struct smmu_sim_outcome *out,
		 json_object *obj);

/* verb_translate.c */
void parse_target(const struct ctl *ctl, struct smmu_sim_txn *txn,
		  const char *arg, struct argp_state *state);
int show_translation(const struct ctl *ctl,
		     const struct smmu_sim_translate *t);
void show_hits(const struct ctl *ctl, uint8_t hit);
bool only_looks(const struct ctl *ctl, const struct smmu_sim_txn *txn);

/* An injection as it stands (verb_inject.c). */
void show_injection(const struct ctl *ctl,
		    const struct smmu_sim_injection_record *record,
		    json_object *obj);

/* One kind of record that INSPECT has, all if @name is NULL (verb_inspect.c). */
int inspect_show(struct ctl *ctl, const char *name);

void show_hexdump(const struct ctl *ctl, uint64_t addr, const uint8_t *bytes,
		  size_t length);

/* " NAME=value" */
void say_field(const struct ctl *ctl, const struct smmu3_field *field,
	       uint64_t value);

/* One register or structure by field, zero fields left out of the text. */
void show_fields(const struct ctl *ctl, const struct smmu3_layout *layout,
		 const uint64_t *words, json_object *obj);

#endif /* _SMMUCTL_H */
