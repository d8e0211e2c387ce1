// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QFileDialog;
class QString;
class QWidget;

namespace trutina::ui {

/// Opens a dialog that asks for a folder, beginning at `start`, and returns it for its fileSelected(); it deletes itself.
QFileDialog* openFolderChooser(QWidget* parent, const QString& title, const QString& start);

} // namespace trutina::ui
