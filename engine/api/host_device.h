// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// Marks a function that processor and GPU both compile, so that a test on the processor holds for the GPU's arithmetic too.
#ifdef __CUDACC__
#define TRUTINA_HOST_DEVICE __host__ __device__
#else
#define TRUTINA_HOST_DEVICE
#endif
