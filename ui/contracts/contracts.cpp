// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The interfaces have no code of their own; this file makes their meta objects part of the library.
#include "ui/contracts/care_desk.h"
#include "ui/contracts/desks.h"
#include "ui/contracts/model_desk.h"
#include "ui/contracts/project_desk.h"
#include "ui/contracts/scoring_desk.h"
#include "ui/contracts/training_desk.h"
#include "ui/contracts/transfer_desk.h"
#include "ui/contracts/video_desk.h"
