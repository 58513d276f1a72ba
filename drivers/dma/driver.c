// SPDX-License-Identifier: GPL-2.0
/*
 * The platform driver that serves the companion: while it is bound the device
 * is a dmaengine provider and the char device can have buffers mapped for it.
 */
#include <linux/err.h>
#include <linux/module.h>
#include <linux/platform_device.h>

#include "companion.h"

static unsigned int engine_channels;

static int companion_probe(struct platform_device *pdev)
{
	struct engine *engine;
	int ret;

	if (!companion_device_is_translated(&pdev->dev))
		return -ENODEV;
	engine = engine_create(&pdev->dev, engine_channels);
	if (IS_ERR(engine))
		return PTR_ERR(engine);
	platform_set_drvdata(pdev, engine);
	ret = companion_buffers_start(&pdev->dev);
	if (ret)
		engine_destroy(engine);
	return ret;
}

static void companion_remove(struct platform_device *pdev)
{
	companion_buffers_stop(&pdev->dev);
	engine_destroy(platform_get_drvdata(pdev));
}

static struct platform_driver companion_driver = {
	.driver = {
		.name = COMPANION_NAME,
	},
	.probe = companion_probe,
	.remove = companion_remove,
};

int companion_driver_register(unsigned int channels)
{
	engine_channels = channels;
	return platform_driver_register(&companion_driver);
}

void companion_driver_unregister(void)
{
	platform_driver_unregister(&companion_driver);
	engine_flush();
}
