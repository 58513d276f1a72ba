/* SPDX-License-Identifier: GPL-2.0 */
/* cmocka with the headers that it wants included before. */
#ifndef _UNIT_CMOCKA_ENV_H
#define _UNIT_CMOCKA_ENV_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/**
 * struct suite - the tests of one file
 * @tests: array
 * @count: how many
 */
struct suite {
	const struct CMUnitTest *tests;
	size_t count;
};

#define SUITE(name)							\
	const struct suite name##_suite = {				\
		name##_tests, sizeof(name##_tests) / sizeof(name##_tests[0]) }

/* A test that gets a booted rig with exact or fast caches, or one in reset. */
#define TEST_EXACT(f)							\
	cmocka_unit_test_setup_teardown(f, rig_setup_exact, rig_teardown)
#define TEST_FAST(f)							\
	cmocka_unit_test_setup_teardown(f, rig_setup_fast, rig_teardown)
#define TEST_RESET(f)							\
	cmocka_unit_test_setup_teardown(f, rig_setup_reset, rig_teardown)

#endif /* _UNIT_CMOCKA_ENV_H */
