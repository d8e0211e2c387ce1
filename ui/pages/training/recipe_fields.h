// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/training_form.h"

#include <QHash>
#include <QWidget>

class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace trutina::ui {

/// The numbers of a recipe, each with one line that explains it; the rarely used ones appear with "More".
class RecipeFields : public QWidget {
    Q_OBJECT
  public:
    explicit RecipeFields(TrainingForm& form, QWidget* parent = nullptr);

    void refresh(); ///< from the form
    [[nodiscard]] QLineEdit* field(TrainingForm::Field field) const { return m_rows.value(field).edit; }

  Q_SIGNALS:
    void edited(); ///< by the user; the form has it already

  private:
    struct Row {
        QLineEdit* edit = nullptr;
        QWidget* widget = nullptr;
    };
    void addRow(QVBoxLayout& column, const TrainingForm::Spec& spec);

    TrainingForm& m_form;
    QHash<TrainingForm::Field, Row> m_rows;
    QPushButton* m_more;
    bool m_showsMore = false;
};

} // namespace trutina::ui
