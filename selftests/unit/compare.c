// SPDX-License-Identifier: GPL-2.0
/*
 * The comparison of agree.c as a program of its own, to be built without
 * sanitizers: many more transactions, a million if CASES does not say.
 */
#include "agree.h"
#include "cmocka_env.h"

#include <smmu3/env.h>

#include <stdio.h>
#include <stdlib.h>

static bool is_set(const char *name)
{
	const char *value = getenv(name);

	return value && *value && strcmp(value, "0");
}

static void choose_cases(void)
{
	if (!is_set("CASES"))
		setenv("CASES", is_set("SOAK") ? "100000000" : "1000000", 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(model_and_twin_agree),
	};

	choose_cases();
	setvbuf(stdout, NULL, _IOLBF, 0);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("compare", tests, NULL, NULL) != 0;
}
