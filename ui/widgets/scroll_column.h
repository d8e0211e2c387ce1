// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QScrollArea;
class QWidget;

namespace trutina::ui {

/// A column that is scrolled up and down where it is taller than its place; it has no frame and no ground of its own.
[[nodiscard]] QScrollArea* scrollColumn(QWidget* content);

} // namespace trutina::ui
