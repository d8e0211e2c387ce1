// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dialogs/dialog_frame.h"

namespace trutina::ui {

class Preferences;

/// Choices of the user. Every change takes effect at once, so there is nothing to confirm.
class SettingsDialog : public DialogFrame {
    Q_OBJECT
  public:
    SettingsDialog(Preferences& preferences, const QString& logFile, QWidget* parent);
};

/// What the program is, its version and its licence.
class AboutDialog : public DialogFrame {
    Q_OBJECT
  public:
    explicit AboutDialog(QWidget* parent);
};

} // namespace trutina::ui
