// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dialogs/dialog_frame.h"

namespace trutina::contracts {
class ModelDesk;
}

namespace trutina::ui {

class Preferences;
class TextLabel;

/// Choices of the user. Every change takes effect at once, so there is nothing to confirm.
class SettingsDialog : public DialogFrame {
    Q_OBJECT
  public:
    SettingsDialog(Preferences& preferences, contracts::ModelDesk& model, const QString& logFile, QWidget* parent);

  private:
    void addAppearance();
    void addCaches();
    void addLog(const QString& logFile);
    void readCaches();

    Preferences& m_preferences;
    contracts::ModelDesk& m_model;
    TextLabel* m_prefixUse = nullptr;
    TextLabel* m_featureUse = nullptr;
    QPushButton* m_emptyPrefixes = nullptr;
    QPushButton* m_emptyFeatures = nullptr;
};

/// What the program is, its version and its licence.
class AboutDialog : public DialogFrame {
    Q_OBJECT
  public:
    explicit AboutDialog(QWidget* parent);
};

} // namespace trutina::ui
