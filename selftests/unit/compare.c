// SPDX-License-Identifier: GPL-2.0
/*
 * The comparison of agree.c as a program of its own, to be built without
 * sanitizers: many more transactions, a million if CASES does not say.
 */
#include "agree.h"
#include "cmocka_env.h"

#include <stdio.h>
#include <stdlib.h>

static const char *default_cases(void)
{
	const char *soak = getenv("SOAK");

	return soak && *soak && *soak != '0' ? "100000000" : "1000000";
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(model_and_twin_agree),
	};

	setenv("CASES", default_cases(), 0);
	setvbuf(stdout, NULL, _IOLBF, 0);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("compare", tests, NULL, NULL) != 0;
}
