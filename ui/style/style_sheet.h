// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace trutina::ui {

/// The one style sheet of the application, made from the tokens of the current theme and text size. Widgets choose a variant
/// through dynamic properties:
///   QPushButton  variant = "go" (the one way on), "quiet" (no frame), otherwise plain
///   QFrame       panel = "bar" (panel colour, no border), "card"
[[nodiscard]] QString applicationStyleSheet();

} // namespace trutina::ui
