// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/training/training_setup.h"

#include "ui/contracts/file_path.h"
#include "ui/contracts/model_desk.h"
#include "ui/contracts/project_desk.h"
#include "ui/models/preferences.h"
#include "ui/models/training_words.h"
#include "ui/models/wording.h"
#include "ui/pages/training/recipe_fields.h"
#include "ui/style/page_sizes.h"
#include "ui/style/tokens.h"
#include "ui/widgets/card.h"
#include "ui/widgets/folder_chooser.h"
#include "ui/widgets/memory_bar.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/wrapped_label.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QRadioButton>
#include <QStandardPaths>
#include <QVBoxLayout>

namespace trutina::ui {

namespace {

constexpr int kLookMilliseconds = 300; ///< after the last key or vote

QString absolute(QString path) {
    path = QDir::fromNativeSeparators(path.trimmed());
    if (path == QLatin1String("~") || path.startsWith(QLatin1String("~/"))) {
        path.replace(0, 1, QDir::homePath());
    }
    return path;
}

QRadioButton* choice(QWidget* card, const QString& text, QButtonGroup* group) {
    auto* button = new QRadioButton(text, card);
    group->addButton(button);
    return button;
}

QHBoxLayout* fieldWithButton(QLineEdit* field, QPushButton* button) {
    auto* row = new QHBoxLayout;
    row->setSpacing(space::s);
    row->addWidget(field, 1);
    row->addWidget(button);
    return row;
}

} // namespace

TrainingSetup::TrainingSetup(const contracts::Desks& desks, Preferences& preferences, QWidget* parent)
    : QWidget(parent), m_desks(desks), m_preferences(preferences) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(space::m);
    column->addWidget(buildData());
    column->addWidget(buildBase());
    column->addWidget(buildRecipe());
    column->addWidget(buildPlace());
    column->addStretch(1);
    m_looking.setSingleShot(true);
    m_looking.setInterval(kLookMilliseconds);
    connect(&m_looking, &QTimer::timeout, this, &TrainingSetup::look);
    connect(&desks.project, &contracts::ProjectDesk::projectOpened, this, &TrainingSetup::renewDefaults);
    connect(&desks.project, &contracts::ProjectDesk::projectClosed, this, &TrainingSetup::renewDefaults);
    connect(&desks.project, &contracts::ProjectDesk::projectChanged, this, &TrainingSetup::lookAgain);
    connect(&desks.model, &contracts::ModelDesk::stateChanged, this, &TrainingSetup::renewDefaults);
    renewDefaults();
}

QWidget* TrainingSetup::buildData() {
    auto* card = new Card;
    card->setTitle(tr("Learn from"));
    QVBoxLayout* column = card->bodyLayout();
    column->setSpacing(space::s);
    auto* group = new QButtonGroup(this);
    m_project = choice(card, tr("The votes of this project"), group);
    m_files = choice(card, tr("Files"), group);
    m_chooseFiles = new QPushButton(tr("Choose…"));
    m_chooseFiles->setAccessibleName(tr("Choose files with preference pairs"));
    auto* files = new QHBoxLayout;
    files->setSpacing(space::s);
    files->addWidget(m_files);
    files->addStretch(1);
    files->addWidget(m_chooseFiles);
    m_fileNames = new WrappedLabel(tr("A JSON list of pairs, or data.txt with a mixture of them."));
    m_dataWords = new WrappedLabel({}, TextRole::Interface, TextWeight::Medium, ColorRole::Text);
    m_leftOutTitle = new WrappedLabel;
    m_leftOut = new QListWidget;
    m_leftOut->setAccessibleName(tr("What is left out, and why"));
    m_leftOut->setProperty("framed", true);
    m_leftOut->setWordWrap(true);
    m_leftOut->setSelectionMode(QAbstractItemView::NoSelection);
    m_leftOut->setFixedHeight(scaled(size::reportHeight));
    column->addWidget(m_project);
    column->addLayout(files);
    column->addWidget(m_fileNames);
    column->addWidget(m_dataWords);
    column->addWidget(m_leftOutTitle);
    column->addWidget(m_leftOut);
    connect(m_project, &QRadioButton::clicked, this, [this] {
        m_form.usesProject = true;
        onEdited();
    });
    connect(m_files, &QRadioButton::clicked, this, [this] {
        m_form.usesProject = false;
        if (m_form.files.isEmpty()) {
            chooseFiles();
        }
        onEdited();
    });
    connect(m_chooseFiles, &QPushButton::clicked, this, &TrainingSetup::chooseFiles);
    return card;
}

QWidget* TrainingSetup::buildBase() {
    auto* card = new Card;
    card->setTitle(tr("Start from"));
    QVBoxLayout* column = card->bodyLayout();
    column->setSpacing(space::s);
    m_base = new QLineEdit;
    m_base->setPlaceholderText(tr("Folder of the base model"));
    m_base->setAccessibleName(tr("Folder of the base model"));
    auto* choose = new QPushButton(tr("Choose…"));
    choose->setAccessibleName(tr("Choose the base model"));
    column->addLayout(fieldWithButton(m_base, choose));
    column->addWidget(new WrappedLabel(tr("The loaded model, unless you choose another. It is never changed.")));
    auto* group = new QButtonGroup(this);
    m_adapter = choice(card, tr("Train an adapter"), group);
    m_full = choice(card, tr("Train the whole decoder"), group);
    m_trainHead = new QCheckBox(tr("Train the score head too"));
    column->addSpacing(space::xs);
    column->addWidget(m_adapter);
    column->addWidget(new WrappedLabel(tr("A small file beside the base. Less memory, quick to undo.")));
    column->addWidget(m_trainHead);
    column->addWidget(m_full);
    column->addWidget(new WrappedLabel(tr("A complete new model folder. Learns most, takes most memory.")));
    connect(choose, &QPushButton::clicked, this,
            [this] { chooseFolder(tr("Choose a base model"), QStringLiteral("models"), m_base); });
    connect(m_base, &QLineEdit::textEdited, this, [this] {
        m_isBaseChosen = true;
        m_form.base = absolute(m_base->text());
        onEdited();
    });
    const auto setMode = [this](engine::TrainingMode mode) {
        m_form.mode = mode;
        onEdited();
    };
    connect(m_adapter, &QRadioButton::clicked, this, [setMode] { setMode(engine::TrainingMode::Lora); });
    connect(m_full, &QRadioButton::clicked, this, [setMode] { setMode(engine::TrainingMode::Full); });
    connect(m_trainHead, &QCheckBox::clicked, this, [this](bool on) {
        m_form.trainHead = on;
        onEdited();
    });
    return card;
}

QWidget* TrainingSetup::buildRecipe() {
    auto* card = new Card;
    card->setTitle(tr("Recipe"));
    card->bodyLayout()->setSpacing(space::s);
    card->bodyLayout()->addWidget(new WrappedLabel(tr("The defaults are those of the authors' scripts.")));
    m_recipe = new RecipeFields(m_form);
    card->bodyLayout()->addWidget(m_recipe);
    connect(m_recipe, &RecipeFields::edited, this, &TrainingSetup::onEdited);
    return card;
}

QWidget* TrainingSetup::buildPlace() {
    auto* card = new Card;
    card->setTitle(tr("Folder and memory"));
    QVBoxLayout* column = card->bodyLayout();
    column->setSpacing(space::s);
    m_output = new QLineEdit;
    m_output->setAccessibleName(tr("Output folder"));
    auto* choose = new QPushButton(tr("Choose…"));
    choose->setAccessibleName(tr("Choose the output folder"));
    column->addLayout(fieldWithButton(m_output, choose));
    column->addWidget(new WrappedLabel(tr("A new folder for checkpoints and the result. Nothing else is written.")));
    m_memory = new MemoryBar;
    m_memoryWords = new WrappedLabel({}, TextRole::Interface, TextWeight::Regular, ColorRole::Text);
    column->addSpacing(space::xs);
    column->addWidget(m_memory);
    column->addWidget(m_memoryWords);
    connect(choose, &QPushButton::clicked, this,
            [this] { chooseFolder(tr("Choose a folder for the run"), QStringLiteral("training"), m_output); });
    connect(m_output, &QLineEdit::textEdited, this, [this] {
        m_isOutputChosen = true;
        m_form.output = absolute(m_output->text());
        onEdited();
    });
    return card;
}

void TrainingSetup::chooseFolder(const QString& title, const QString& purpose, QLineEdit* field) {
    connect(openFolderChooser(this, title, m_preferences.folderFor(purpose)), &QFileDialog::fileSelected, this,
            [this, purpose, field](const QString& folder) {
                m_preferences.setFolderFor(purpose, QFileInfo(folder).absolutePath());
                field->setText(Wording::path(folder));
                Q_EMIT field->textEdited(field->text()); // as if it had been typed
            });
}

void TrainingSetup::chooseFiles() {
    const QString purpose = QStringLiteral("pairs");
    auto* dialog = new QFileDialog(this, tr("Choose preference pairs"), m_preferences.folderFor(purpose),
                                   tr("Preference pairs (*.json *.txt)"));
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::filesSelected, this, [this, purpose](const QStringList& files) {
        m_preferences.setFolderFor(purpose, QFileInfo(files.first()).absolutePath());
        m_form.files = files;
        m_form.usesProject = false;
        refresh();
        onEdited();
    });
    dialog->open();
}

void TrainingSetup::renewDefaults() {
    const auto project = m_desks.project.project();
    const QString projectFile = project ? contracts::textOf(project->file) : QString();
    if (const auto loaded = m_desks.model.loadedFrom(); loaded && !m_isBaseChosen) {
        m_form.base = contracts::textOf(loaded->directory);
    }
    if (!m_isOutputChosen) {
        m_form.output =
            TrainingForm::suggestedOutput(projectFile, QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation));
    }
    if (!project && m_form.usesProject && !m_form.files.isEmpty()) {
        m_form.usesProject = false;
    }
    refresh();
    lookAgain();
}

void TrainingSetup::show(const contracts::TrainingChoice& choice) {
    m_form.take(choice);
    refresh();
}

void TrainingSetup::takeNextFolder() {
    m_isOutputChosen = false;
    renewDefaults();
}

void TrainingSetup::refresh() {
    m_project->setEnabled(m_desks.project.project().has_value());
    m_project->setChecked(m_form.usesProject);
    m_files->setChecked(!m_form.usesProject);
    QStringList names;
    for (const QString& file : std::as_const(m_form.files)) {
        names << QFileInfo(file).fileName();
    }
    if (!names.isEmpty()) {
        m_fileNames->setText(names.join(tr(", ")));
    }
    m_fileNames->setVisible(!m_form.usesProject);
    m_base->setText(Wording::path(m_form.base));
    m_adapter->setChecked(m_form.mode == engine::TrainingMode::Lora);
    m_full->setChecked(m_form.mode == engine::TrainingMode::Full);
    m_trainHead->setVisible(m_form.mode == engine::TrainingMode::Lora);
    m_trainHead->setChecked(m_form.trainHead);
    m_recipe->refresh();
    m_output->setText(Wording::path(m_form.output));
    showData();
}

void TrainingSetup::onEdited() {
    m_fileNames->setVisible(!m_form.usesProject);
    m_trainHead->setVisible(m_form.mode == engine::TrainingMode::Lora);
    m_recipe->refresh();
    Q_EMIT edited();
    lookAgain();
}

void TrainingSetup::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    lookAgain();
}

void TrainingSetup::lookAgain() {
    if (isVisible()) {
        m_looking.start();
    }
}

void TrainingSetup::look() {
    const quint64 question = ++m_question;
    if (m_desks.training.isAtWork()) {
        return; // its data are read already, and the folder is its own
    }
    if ((m_form.usesProject && !m_desks.project.project()) || (!m_form.usesProject && m_form.files.isEmpty())) {
        m_data = {};
        showData();
        Q_EMIT edited();
        return;
    }
    m_desks.training.lookAtData(m_form.choice(), this,
                                [this, question](const contracts::Outcome<contracts::TrainingDataFacts>& outcome) {
                                    if (question != m_question || outcome.isCancelled()) {
                                        return;
                                    }
                                    m_data = outcome.isValue() ? outcome.value() : contracts::TrainingDataFacts{};
                                    showData();
                                    if (outcome.isProblem()) {
                                        m_dataWords->setText(outcome.problem().sentences());
                                    }
                                    estimate();
                                    Q_EMIT edited();
                                });
}

void TrainingSetup::estimate() {
    if (!m_form.problems().isEmpty()) {
        m_memory->hide();
        m_memoryWords->setText(m_form.problems().first());
        return;
    }
    m_desks.training.estimateMemory(m_form.choice(), m_data, this,
                                    [this, question = m_question](const contracts::Outcome<contracts::TrainingMemory>& outcome) {
                                        if (question != m_question || outcome.isCancelled()) {
                                            return;
                                        }
                                        m_memory->setVisible(outcome.isValue());
                                        if (outcome.isValue()) {
                                            const contracts::TrainingMemory& memory = outcome.value();
                                            m_memory->setParts(TrainingWords::parts(memory), memory.freeBytes);
                                            m_memory->setToolTip(m_memory->accessibleDescription());
                                            m_memoryWords->setText(TrainingWords::memory(memory));
                                        } else {
                                            m_memoryWords->setText(outcome.problem().message);
                                        }
                                        Q_EMIT edited();
                                    });
}

QString TrainingSetup::forecast() const {
    return m_memory->isHidden() ? QString() : m_memoryWords->text();
}

void TrainingSetup::showData() {
    m_dataWords->setText(TrainingWords::data(m_data));
    m_leftOutTitle->setText(TrainingWords::leftOut(m_data));
    m_leftOutTitle->setVisible(m_data.leftOut > 0);
    m_leftOut->clear();
    for (const contracts::TransferNote& note : m_data.notes) {
        m_leftOut->addItem(
            (m_form.usesProject ? tr("Item %1: %2") : tr("Record %1: %2")).arg(Wording::count(note.row), note.message));
    }
    m_leftOut->setVisible(m_leftOut->count() > 0);
}

} // namespace trutina::ui
