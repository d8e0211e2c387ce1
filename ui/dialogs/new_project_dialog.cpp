// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/new_project_dialog.h"

#include "ui/contracts/project_desk.h"
#include "ui/models/preferences.h"
#include "ui/models/wording.h"
#include "ui/style/page_sizes.h"
#include "ui/widgets/folder_chooser.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/place_check.h"
#include "ui/widgets/text_label.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

namespace trutina::ui {

namespace {

constexpr auto kPurpose = "projects";

/// A name that every file system takes; people may type anything.
QString fileNameOf(QString name) {
    name = name.trimmed();
    for (QChar& letter : name) {
        if (QStringLiteral("/\\:*?\"<>|").contains(letter) || letter.unicode() < 0x20) {
            letter = QLatin1Char('-');
        }
    }
    return name;
}

} // namespace

NewProjectDialog::NewProjectDialog(contracts::ProjectDesk& desk, Preferences& preferences, QWidget* parent)
    : DialogFrame(tr("New project"), size::dialogNarrow, parent),
      m_desk(desk),
      m_preferences(preferences),
      m_name(new QLineEdit),
      m_folder(new QLineEdit(QDir::toNativeSeparators(preferences.folderFor(QString::fromLatin1(kPurpose))))),
      m_copy(new QRadioButton(tr("Copy them beside the project"))),
      m_reference(new QRadioButton(tr("Leave them where they are"))),
      m_place(new PlaceCheck(this)),
      m_result(new TextLabel({}, TextRole::Label, TextWeight::Regular, ColorRole::MutedText)) {
    m_name->setPlaceholderText(tr("Kitchen pilot"));
    addField(tr("Name"), m_name);

    auto* choose = new QPushButton(tr("Choose…"));
    choose->setAutoDefault(false);
    auto* place = new QHBoxLayout;
    place->addWidget(m_folder, 1);
    place->addWidget(choose);
    m_folder->setAccessibleName(tr("Place"));
    addField(tr("Place"), place);
    m_result->setWordWrap(true);
    body()->addWidget(m_result);

    auto* media = new QVBoxLayout;
    media->setSpacing(space::xs);
    media->addWidget(m_copy);
    media->addWidget(hintLabel(tr("The project can be moved as a whole, and later changes to your files do not touch it.")));
    media->addSpacing(space::xs);
    media->addWidget(m_reference);
    media->addWidget(hintLabel(tr("Saves space. A file that was moved or changed is noticed.")));
    addField(tr("Pictures"), media);
    (preferences.mediaPolicy() == storage::MediaPolicy::Copy ? m_copy : m_reference)->setChecked(true);

    setCancel(tr("Cancel"));
    m_create = setPrimary(tr("Create"));
    connect(m_create, &QPushButton::clicked, this, &NewProjectDialog::create);
    const auto look = [this] {
        m_place->look(file());
        refresh();
    };
    connect(m_name, &QLineEdit::textChanged, this, look);
    connect(m_folder, &QLineEdit::textChanged, this, look);
    connect(m_place, &PlaceCheck::answered, this, &NewProjectDialog::refresh);
    connect(choose, &QPushButton::clicked, this, [this] {
        connect(openFolderChooser(this, tr("Choose a place for the project"), m_folder->text()), &QFileDialog::fileSelected,
                m_folder, [this](const QString& folder) { m_folder->setText(QDir::toNativeSeparators(folder)); });
    });
    m_name->setFocus();
    look();
}

QString NewProjectDialog::file() const {
    const QString name = fileNameOf(m_name->text());
    if (name.isEmpty() || m_folder->text().trimmed().isEmpty()) {
        return {};
    }
    QString folder = QDir::fromNativeSeparators(m_folder->text().trimmed());
    if (folder == QLatin1String("~") || folder.startsWith(QLatin1String("~/"))) {
        folder.replace(0, 1, QDir::homePath());
    }
    return QDir(folder).absoluteFilePath(name + QStringLiteral(".trutina"));
}

void NewProjectDialog::refresh() {
    const QString path = file();
    const std::optional<Place> found = m_place->found();
    const bool isTaken = !path.isEmpty() && found.value_or(Place::Nothing) != Place::Nothing;
    if (isTaken) {
        m_result->setColorRole(ColorRole::Bad);
        m_result->setText(tr("A project of that name is there already. Choose another name or place."));
    } else {
        m_result->setColorRole(ColorRole::MutedText);
        m_result->setText(path.isEmpty() ? tr("Give it a name and a place.") : tr("Makes %1").arg(Wording::path(path)));
    }
    m_create->setEnabled(!path.isEmpty() && found == Place::Nothing);
}

void NewProjectDialog::create() {
    const QString path = file();
    const QString folder = QFileInfo(path).absolutePath();
    m_create->setEnabled(false);
    const auto policy = m_copy->isChecked() ? storage::MediaPolicy::Copy : storage::MediaPolicy::Reference;
    m_desk.createProject(path, policy, this, [this, folder, policy](const contracts::Outcome<storage::ProjectInfo>& outcome) {
        if (outcome.isProblem()) {
            showProblem(outcome.problem());
            refresh();
            return;
        }
        m_preferences.setFolderFor(QString::fromLatin1(kPurpose), folder);
        m_preferences.setMediaPolicy(policy);
        accept();
    });
}

} // namespace trutina::ui
