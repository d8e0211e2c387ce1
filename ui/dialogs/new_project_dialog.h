// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dialogs/dialog_frame.h"

class QLineEdit;
class QRadioButton;

namespace trutina::contracts {
class ProjectDesk;
}

namespace trutina::ui {

class PlaceCheck;
class Preferences;
class TextLabel;

/// Asks for name, place and what happens to pictures, and makes the project.
class NewProjectDialog : public DialogFrame {
    Q_OBJECT
  public:
    NewProjectDialog(contracts::ProjectDesk& desk, Preferences& preferences, QWidget* parent);

    [[nodiscard]] QString file() const; ///< the project file that would be made

  private:
    void refresh();
    void create();

    contracts::ProjectDesk& m_desk;
    Preferences& m_preferences;
    QLineEdit* m_name;
    QLineEdit* m_folder;
    QRadioButton* m_copy;
    QRadioButton* m_reference;
    PlaceCheck* m_place; ///< of the project file
    TextLabel* m_result;
    QPushButton* m_create;
};

} // namespace trutina::ui
