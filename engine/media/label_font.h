// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

namespace trutina::engine {

/// The font file that ships for the numbers above frames: Inter, under the Open Font License. A part of the program itself, so
/// that it is there from any folder and without any setting.
[[nodiscard]] std::span<const std::uint8_t> labelFont();

} // namespace trutina::engine
