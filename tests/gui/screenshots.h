// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QWidget;

namespace trutina::testing {

/// Whether TRUTINA_SCREENSHOTS names a folder.
[[nodiscard]] bool wantsScreenshots();

/// Paints a widget into NAME-light.png or NAME-dark.png in that folder, by the theme that is on.
void takeScreenshot(QWidget& widget, const QString& name);

/// A picture drawn here, for items of tests: a room with two cups. The file is made at `path`.
void drawPicture(const QString& path);

} // namespace trutina::testing
