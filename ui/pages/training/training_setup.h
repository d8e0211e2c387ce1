// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contracts/desks.h"
#include "ui/contracts/training_desk.h"
#include "ui/models/training_form.h"

#include <QTimer>
#include <QWidget>

class QCheckBox;
class QLineEdit;
class QListWidget;
class QPushButton;
class QRadioButton;
class QVBoxLayout;

namespace trutina::ui {

class MemoryBar;
class Preferences;
class RecipeFields;
class TextLabel;

/// Left side of the Training page: what to learn from, the base model, the recipe, the folder, and what all that will take.
class TrainingSetup : public QWidget {
    Q_OBJECT
  public:
    TrainingSetup(const contracts::Desks& desks, Preferences& preferences, QWidget* parent = nullptr);

    [[nodiscard]] const TrainingForm& form() const { return m_form; }
    [[nodiscard]] TrainingForm& form() { return m_form; }                             ///< call refresh() after a change
    [[nodiscard]] const contracts::TrainingDataFacts& data() const { return m_data; } ///< as last looked at
    [[nodiscard]] QString forecast() const;                                           ///< of the memory, in words
    void refresh();                                                                   ///< from the form
    void lookAgain();     ///< at data and memory, when the page can be seen
    void renewDefaults(); ///< base and folder follow the loaded model and the project until they were chosen
    void show(const contracts::TrainingChoice& choice); ///< that of a run
    void takeNextFolder();                              ///< that of the run before is taken

  Q_SIGNALS:
    void edited(); ///< what is chosen, or what is known of it, has changed

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    QWidget* buildData();
    QWidget* buildBase();
    QWidget* buildRecipe();
    QWidget* buildPlace();
    void chooseFolder(const QString& title, const QString& purpose, QLineEdit* field);
    void chooseFiles();
    void onEdited();
    void look();
    void estimate();
    void showData();

    contracts::Desks m_desks;
    Preferences& m_preferences;
    TrainingForm m_form;
    contracts::TrainingDataFacts m_data;
    bool m_isBaseChosen = false;
    bool m_isOutputChosen = false;
    quint64 m_question = 0; ///< answers to older ones are stale
    QTimer m_looking;

    QRadioButton* m_project = nullptr;
    QRadioButton* m_files = nullptr;
    QPushButton* m_chooseFiles = nullptr;
    TextLabel* m_fileNames = nullptr;
    TextLabel* m_dataWords = nullptr;
    TextLabel* m_leftOutTitle = nullptr;
    QListWidget* m_leftOut = nullptr;
    QLineEdit* m_base = nullptr;
    QRadioButton* m_adapter = nullptr;
    QRadioButton* m_full = nullptr;
    QCheckBox* m_trainHead = nullptr;
    RecipeFields* m_recipe = nullptr;
    QLineEdit* m_output = nullptr;
    TextLabel* m_memoryWords = nullptr;
    MemoryBar* m_memory = nullptr;
};

} // namespace trutina::ui
