// SPDX-License-Identifier: GPL-2.0
/*
 * Pieces of results that several verbs show: records, outcomes, fields, bytes.
 */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <smmu3/env.h>
#include <smmu3/evt.h>

#include "smmuctl.h"

static bool field_is(const struct smmu3_field *field, const char *name)
{
	return !strcmp(field->name, name);
}

/* Bits and small numbers read better in decimal. */
void say_field(const struct ctl *ctl, const struct smmu3_field *field,
	       uint64_t value)
{
	if (field_is(field, "CLASS"))
		say(ctl, " CLASS=%s", word_class(value));
	else if (value < 100 && !field->address)
		say(ctl, " %s=%" PRIu64, field->name, value);
	else
		say(ctl, " %s=0x%" PRIx64, field->name, value);
}

void show_fields(const struct ctl *ctl, const struct smmu3_layout *layout,
		 const uint64_t *words, json_object *obj)
{
	unsigned int i;

	for (i = 0; i < layout->count; i++) {
		const struct smmu3_field *field = &layout->field[i];
		uint64_t value = smmu3_field_get(field, words);

		put_hex(obj, field->name, value);
		if (value)
			say_field(ctl, field, value);
	}
}

/* Fields of a record that are worth reading although they are zero. */
static bool always_said(const struct smmu3_field *field)
{
	static const char *const names[] = {
		"StreamID", "RnW", "PnU", "InD", "CLASS", "InputAddr",
		"FetchAddr",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (field_is(field, names[i]))
			return true;
	return false;
}

/*
 * 7.3: without Stall the STAG means nothing, with it 0 is one, too, chosen when
 * the event is recorded. TTRnW means something with CLASS TT.
 */
static bool is_said(const struct smmu3_field *field, uint64_t value,
		    const uint64_t record[4], bool recorded)
{
	if (field_is(field, "Event"))
		return false;
	if (field_is(field, "STAG"))
		return recorded && record[1] & SMMU3_EVT1_STALL;
	if (field_is(field, "TTRnW"))
		return FIELD_GET(SMMU3_EVT1_CLASS, record[1]) ==
		       SMMU3_EVT_CLASS_TT;
	return value || always_said(field);
}

static void show_record_fields(const struct ctl *ctl,
			       const struct smmu3_layout *layout,
			       const uint64_t record[4], json_object *obj,
			       bool recorded)
{
	unsigned int i;

	for (i = 0; i < layout->count; i++) {
		const struct smmu3_field *field = &layout->field[i];
		uint64_t value = smmu3_field_get(field, record);

		put_hex(obj, field->name, value);
		if (is_said(field, value, record, recorded))
			say_field(ctl, field, value);
	}
}

static void show_any_record(const struct ctl *ctl, const uint64_t record[4],
			    json_object *obj, const char *indent, bool recorded)
{
	uint8_t event = FIELD_GET(SMMU3_EVT0_NUM, record[0]);
	const struct smmu3_layout *layout = smmu3_evt_layout(event);
	json_object *words = put_array(obj, "record");
	char text[24];
	unsigned int i;

	put_int(obj, "event", event);
	put_text(obj, "name", word_event(event));
	put_text(obj, "meaning", word_event_meaning(event));
	for (i = 0; i < 4; i++) {
		snprintf(text, sizeof(text), "0x%016" PRIx64, record[i]);
		json_object_array_add(words, json_object_new_string(text));
	}
	say(ctl, "%s%s (0x%02x): %s\n%s ", indent, word_event(event), event,
	    word_event_meaning(event), indent);
	if (layout)
		show_record_fields(ctl, layout, record,
				   put_object(obj, "fields"), recorded);
	say(ctl, "\n");
}

void show_record(const struct ctl *ctl, const uint64_t record[4],
		 json_object *obj, const char *indent)
{
	show_any_record(ctl, record, obj, indent, true);
}

int show_outcome(const struct ctl *ctl, const struct smmu_sim_outcome *out,
		 json_object *obj)
{
	bool recorded = out->flags & SMMU_SIM_OUTCOME_RECORDED;
	uint64_t record[4];

	put_text(obj, "status", word_status(out->status));
	put_bool(obj, "recorded", recorded);
	if (out->status == SMMU_SIM_OK)
		return CTL_OK;
	if (!out->event) {
		say(ctl, "  silently: no event belongs to this\n");
		return CTL_FAULT;
	}
	memcpy(record, out->record, sizeof(record));
	show_any_record(ctl, record, put_object(obj, "fault"), "  ", recorded);
	if (recorded)
		say(ctl, "  recorded in the event queue\n");
	return CTL_FAULT;
}

static void hexdump_line(const struct ctl *ctl, uint64_t addr,
			 const uint8_t *bytes, size_t length)
{
	size_t i;

	say(ctl, "  %012" PRIx64 " ", addr);
	for (i = 0; i < 16; i++) {
		if (i < length)
			say(ctl, "%s%02x", i == 8 ? "  " : " ", bytes[i]);
		else
			say(ctl, "%s  ", i == 8 ? "  " : " ");
	}
	say(ctl, "  |");
	for (i = 0; i < length; i++)
		say(ctl, "%c", isprint(bytes[i]) ? bytes[i] : '.');
	say(ctl, "|\n");
}

void show_hexdump(const struct ctl *ctl, uint64_t addr, const uint8_t *bytes,
		  size_t length)
{
	size_t at, piece;

	for (at = 0; at < length; at += piece) {
		piece = length - at < 16 ? length - at : 16;
		hexdump_line(ctl, addr + at, bytes + at, piece);
	}
}
