/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Address translation operations (chapter 9): GATOS and S_GATOS.
 */
#ifndef _SMMU3_ATOS_H
#define _SMMU3_ATOS_H

#include "ste.h"

/*
 * GATOS_CTRL or S_GATOS_CTRL has been written (locked): if RUN is set, the look-up
 * is made at once, and RUN is clear again.
 */
void smmu3_atos_ctrl_written(struct smmu3 *smmu, enum smmu3_pas bank);

/*
 * Reduce @stream, which is valid, to what x->ask asks for (9.1.3), without
 * overrides (9.1.4). False: x->fault is INV_STAGE. Pure.
 */
bool smmu3_atos_narrow(struct smmu3_xact *x, struct smmu3_stream *stream);

#endif /* _SMMU3_ATOS_H */
