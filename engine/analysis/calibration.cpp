// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/calibration.h"

#include <cmath>
#include <stdexcept>

namespace trutina::engine {

double preferenceProbability(double margin, double temperature) {
    if (!(temperature > 0)) {
        throw std::invalid_argument("the temperature must be positive");
    }
    return 1 / (1 + std::exp(-margin / temperature));
}

} // namespace trutina::engine
