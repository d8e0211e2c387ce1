// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace trutina::ui {

/// Shows a widget within 120 ms, or at once when movement is off. The only movement in the program.
void fadeIn(QWidget* widget);

} // namespace trutina::ui
