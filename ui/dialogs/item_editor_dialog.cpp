// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/item_editor_dialog.h"

#include "ui/contracts/project_desk.h"
#include "ui/models/drop_content.h"
#include "ui/models/preferences.h"
#include "ui/style/page_sizes.h"
#include "ui/style/tokens.h"
#include "ui/widgets/icon_button.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/slot_badge.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/thumbnail.h"

#include <QBuffer>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTimer>
#include <QVBoxLayout>

namespace trutina::ui {

namespace {

constexpr auto kPicturePurpose = "pictures";

void clear(QLayout& layout) {
    while (QLayoutItem* item = layout.takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            // Hidden at once, so that nothing half-gone is painted or focused before it is deleted.
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
}

QPlainTextEdit* textEditor(const QString& text, const QString& name, const QString& placeholder, int heightAt100) {
    auto* editor = new QPlainTextEdit(text);
    editor->setAccessibleName(name);
    editor->setPlaceholderText(placeholder);
    editor->setTabChangesFocus(true);
    editor->setFixedHeight(scaled(heightAt100));
    return editor;
}

TextLabel* sectionLabel(const QString& text) {
    return new TextLabel(text, TextRole::Interface, TextWeight::SemiBold);
}

} // namespace

ItemEditorDialog::ItemEditorDialog(const contracts::Desks& desks, Preferences& preferences, QWidget* parent)
    : DialogFrame(tr("New item"), size::dialogWide, parent),
      m_desk(desks.project),
      m_videos(desks.video),
      m_preferences(preferences),
      m_original(m_draft.finished()) {
    build();
}

ItemEditorDialog::ItemEditorDialog(const contracts::Desks& desks, Preferences& preferences, const storage::ItemRecord& item,
                                   QWidget* parent)
    : DialogFrame(tr("Edit item %1").arg(item.number), size::dialogWide, parent),
      m_desk(desks.project),
      m_videos(desks.video),
      m_preferences(preferences),
      m_draft(item),
      m_original(m_draft.finished()),
      m_item(item.id) {
    if (m_draft.content.prompt.empty()) {
        m_draft.content.prompt.push_back({"user", {}});
    }
    build();
}

void ItemEditorDialog::build() {
    setAcceptDrops(true);
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, space::m, 0);
    column->setSpacing(space::s);

    column->addWidget(sectionLabel(tr("Prompt")));
    m_turns = new QVBoxLayout;
    m_turns->setSpacing(space::s);
    column->addLayout(m_turns);
    auto* addTurn = new QPushButton(tr("Add an earlier turn"));
    addTurn->setProperty("variant", QStringLiteral("quiet"));
    addTurn->setAutoDefault(false);
    column->addWidget(addTurn, 0, Qt::AlignLeft);
    connect(addTurn, &QPushButton::clicked, this, [this] {
        // The last turn is the question that is answered, so an earlier one comes before it.
        const auto last = m_draft.content.prompt.empty() ? m_draft.content.prompt.end() : m_draft.content.prompt.end() - 1;
        const bool needsAnswer = last != m_draft.content.prompt.begin() && (last - 1)->role == "user";
        m_draft.content.prompt.insert(last, {needsAnswer ? "assistant" : "user", {}});
        rebuildTurns();
    });

    column->addSpacing(space::s);
    column->addWidget(sectionLabel(tr("Pictures and videos")));
    m_pictures = new QHBoxLayout;
    m_pictures->setSpacing(space::s);
    column->addLayout(m_pictures);
    column->addWidget(hintLabel(
        tr("Drop pictures and videos anywhere in this window, or paste a picture. They are shown to the model in this order.")));

    column->addSpacing(space::s);
    column->addWidget(sectionLabel(tr("Answers")));
    m_answers = new QVBoxLayout;
    m_answers->setSpacing(space::m);
    column->addLayout(m_answers);
    column->addWidget(hintLabel(tr("Names stay closed while you vote. The order in which answers are shown is shuffled.")));
    m_addAnswer = new QPushButton(tr("Add an answer"));
    m_addAnswer->setAutoDefault(false);
    column->addWidget(m_addAnswer, 0, Qt::AlignLeft);
    column->addStretch(1);
    connect(m_addAnswer, &QPushButton::clicked, this, [this] {
        m_draft.addCandidate();
        rebuildAnswers();
        QTimer::singleShot(0, this,
                           [this] { m_scroll->verticalScrollBar()->setValue(m_scroll->verticalScrollBar()->maximum()); });
    });

    m_scroll = new QScrollArea;
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidget(content);
    m_scroll->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    body()->addWidget(m_scroll, 1);
    resize(scaled(size::dialogWide), scaled(size::dialogTall));

    setCancel(tr("Cancel"));
    m_save = setPrimary(m_item.isValid() ? tr("Save") : tr("Add item"));
    m_save->setDefault(false);
    m_save->setAutoDefault(false);
    m_save->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return));
    m_save->setToolTip(tr("Ctrl+Enter"));
    connect(m_save, &QPushButton::clicked, this, &ItemEditorDialog::save);
    rebuildTurns();
    rebuildPictures();
    rebuildAnswers();
}

void ItemEditorDialog::rebuildTurns() {
    clear(*m_turns);
    const int count = static_cast<int>(m_draft.content.prompt.size());
    for (int i = 0; i < count; ++i) {
        const storage::Turn& turn = m_draft.content.prompt[static_cast<std::size_t>(i)];
        auto* row = new QWidget;
        auto* layout = new QHBoxLayout(row);
        layout->setContentsMargins({});
        if (count > 1) {
            auto* role = new QComboBox;
            role->addItem(tr("User"), QStringLiteral("user"));
            role->addItem(tr("Assistant"), QStringLiteral("assistant"));
            role->addItem(tr("System"), QStringLiteral("system"));
            role->setCurrentIndex(role->findData(QString::fromStdString(turn.role)));
            role->setAccessibleName(tr("Who speaks in turn %1").arg(i + 1));
            connect(role, &QComboBox::currentIndexChanged, this, [this, role, i] {
                m_draft.content.prompt[static_cast<std::size_t>(i)].role = role->currentData().toString().toStdString();
            });
            layout->addWidget(role, 0, Qt::AlignTop);
        }
        auto* editor = textEditor(QString::fromStdString(turn.content), tr("Prompt turn %1").arg(i + 1), tr("What is asked?"),
                                  size::turnEditor);
        editor->installEventFilter(this);
        connect(editor, &QPlainTextEdit::textChanged, this, [this, editor, i] {
            m_draft.content.prompt[static_cast<std::size_t>(i)].content = editor->toPlainText().toStdString();
            showProblems();
        });
        layout->addWidget(editor, 1);
        if (count > 1) {
            auto* remove = new IconButton("trash", tr("Remove turn %1").arg(i + 1));
            connect(remove, &QAbstractButton::clicked, this, [this, i] {
                m_draft.content.prompt.erase(m_draft.content.prompt.begin() + i);
                rebuildTurns();
                showProblems();
            });
            layout->addWidget(remove, 0, Qt::AlignTop);
        }
        m_turns->addWidget(row);
        if (i == count - 1) {
            editor->setFocus();
        }
    }
}

void ItemEditorDialog::rebuildPictures() {
    clear(*m_pictures);
    for (int i = 0; i < static_cast<int>(m_draft.content.media.size()); ++i) {
        auto* tile = new QWidget;
        auto* layout = new QVBoxLayout(tile);
        layout->setContentsMargins({});
        layout->setSpacing(space::xs);
        auto* picture = new Thumbnail(m_videos, size::pictureTile, size::pictureTile);
        picture->setFile(QString::fromStdString(m_draft.content.media[static_cast<std::size_t>(i)].file.string()));
        auto* remove = new QPushButton(tr("Remove"));
        remove->setAccessibleName(tr("Remove picture or video %1").arg(i + 1));
        remove->setAutoDefault(false);
        remove->setProperty("variant", QStringLiteral("quiet"));
        connect(remove, &QPushButton::clicked, this, [this, i] {
            m_draft.removeMedia(i);
            rebuildPictures();
            showProblems();
        });
        layout->addWidget(picture);
        if (m_draft.canBeVideo(i)) {
            auto* asVideo = new QCheckBox(tr("As video"));
            asVideo->setToolTip(tr("Its frames are shown to the model, instead of the first one"));
            asVideo->setAccessibleName(tr("Read picture %1 as a video").arg(i + 1));
            asVideo->setChecked(m_draft.isReadAsVideo(i));
            connect(asVideo, &QCheckBox::toggled, this, [this, i](bool on) { m_draft.setReadAsVideo(i, on); });
            layout->addWidget(asVideo);
        }
        layout->addWidget(remove);
        tile->setFixedWidth(scaled(size::pictureTile));
        m_pictures->addWidget(tile);
    }
    auto* add = new QPushButton(tr("Add pictures or videos…"));
    add->setAutoDefault(false);
    connect(add, &QPushButton::clicked, this, [this] {
        const QString purpose = QString::fromLatin1(kPicturePurpose);
        auto* dialog = new QFileDialog(this, tr("Add pictures or videos"), m_preferences.folderFor(purpose),
                                       tr("Pictures and videos (%1)").arg(DropContent::mediaPatterns().join(QLatin1Char(' '))));
        dialog->setFileMode(QFileDialog::ExistingFiles);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &QFileDialog::filesSelected, this, [this, purpose](const QStringList& files) {
            m_preferences.setFolderFor(purpose, QFileInfo(files.first()).absolutePath());
            addPictures(files);
        });
        dialog->open();
    });
    m_pictures->addWidget(add, 0, m_draft.content.media.empty() ? Qt::AlignVCenter : Qt::AlignTop);
    m_pictures->addStretch(1);
}

void ItemEditorDialog::rebuildAnswers() {
    clear(*m_answers);
    const int count = static_cast<int>(m_draft.content.candidates.size());
    for (int i = 0; i < count; ++i) {
        storage::NewCandidate& candidate = m_draft.content.candidates[static_cast<std::size_t>(i)];
        auto* block = new QWidget;
        auto* layout = new QVBoxLayout(block);
        layout->setContentsMargins({});
        layout->setSpacing(space::s);
        auto* head = new QHBoxLayout;
        head->setSpacing(space::s);
        auto* badge = new SlotBadge(i + 1);
        auto* name = new QLineEdit(QString::fromStdString(candidate.name));
        name->setPlaceholderText(tr("Who wrote it (optional)"));
        name->setAccessibleName(tr("Writer of answer %1").arg(i + 1));
        connect(name, &QLineEdit::textChanged, this, [this, i](const QString& text) {
            m_draft.content.candidates[static_cast<std::size_t>(i)].name = text.toStdString();
        });
        auto* up = new IconButton("chevron-up", tr("Move answer %1 up").arg(i + 1));
        auto* down = new IconButton("chevron-down", tr("Move answer %1 down").arg(i + 1));
        auto* remove = new IconButton("trash", tr("Remove answer %1").arg(i + 1));
        up->setEnabled(i > 0);
        down->setEnabled(i + 1 < count);
        const auto move = [this, i](int by) {
            m_draft.moveCandidate(i, i + by);
            rebuildAnswers();
        };
        connect(up, &QAbstractButton::clicked, this, [move] { move(-1); });
        connect(down, &QAbstractButton::clicked, this, [move] { move(+1); });
        connect(remove, &QAbstractButton::clicked, this, [this, i] {
            m_draft.removeCandidate(i);
            rebuildAnswers();
            showProblems();
        });
        head->addWidget(badge);
        head->addWidget(name, 1);
        head->addWidget(up);
        head->addWidget(down);
        head->addWidget(remove);
        layout->addLayout(head);
        const auto turns = static_cast<int>(candidate.turns.size());
        if (turns > 1) {
            layout->addWidget(hintLabel(
                tr("This answer has %n turn(s). The last one is edited here; the others stay as they are.", nullptr, turns)));
        }
        auto* editor =
            textEditor(m_draft.candidateText(i), tr("Answer %1").arg(i + 1), tr("Write or paste the answer"), size::answerEditor);
        editor->installEventFilter(this);
        connect(editor, &QPlainTextEdit::textChanged, this, [this, editor, i] {
            m_draft.setCandidateText(i, editor->toPlainText());
            showProblems();
        });
        layout->addWidget(editor);
        m_answers->addWidget(block);
    }
    m_addAnswer->setEnabled(m_draft.canAddCandidate());
}

void ItemEditorDialog::addPictures(const QStringList& files) {
    for (const QString& file : files) {
        m_draft.addMedia(file);
    }
    rebuildPictures();
    showProblems();
}

void ItemEditorDialog::addPicture(const QImage& picture) {
    QByteArray png;
    QBuffer buffer(&png);
    buffer.open(QIODevice::WriteOnly);
    picture.save(&buffer, "PNG");
    m_desk.keepPastedPicture(png, this, [this](const contracts::Outcome<QString>& outcome) {
        if (outcome.isProblem()) {
            showProblem(outcome.problem());
        } else if (outcome.isValue()) {
            addPictures({outcome.value()});
        }
    });
}

bool ItemEditorDialog::take(const QMimeData& mime) {
    if (mime.hasUrls()) {
        const DropContent content = DropContent::sort(mime.urls());
        if (!content.pictures.isEmpty()) {
            addPictures(content.pictures);
            return true;
        }
    }
    if (mime.hasImage()) {
        addPicture(qvariant_cast<QImage>(mime.imageData()));
        return true;
    }
    return false;
}

bool ItemEditorDialog::eventFilter(QObject* watched, QEvent* event) {
    // A picture on the clipboard is added; text is pasted into the text box as usual.
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->matches(QKeySequence::Paste)) {
        const QMimeData* pasted = QGuiApplication::clipboard()->mimeData();
        if (pasted != nullptr && !pasted->hasText() && take(*pasted)) {
            return true;
        }
    }
    return DialogFrame::eventFilter(watched, event);
}

void ItemEditorDialog::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasImage() || !DropContent::sort(event->mimeData()->urls()).pictures.isEmpty()) {
        event->acceptProposedAction();
    }
}

void ItemEditorDialog::dropEvent(QDropEvent* event) {
    if (take(*event->mimeData())) {
        event->acceptProposedAction();
    }
}

void ItemEditorDialog::showProblems() {
    m_askedBeforeClosing = false;
    if (!m_hasTried) {
        return;
    }
    const QStringList problems = m_draft.problems();
    if (problems.isEmpty()) {
        message().hide();
    } else {
        message().showMessage(MessageKind::Warn, problems.join(QLatin1Char('\n')));
    }
}

void ItemEditorDialog::save() {
    m_hasTried = true;
    showProblems();
    if (!m_draft.problems().isEmpty()) {
        return;
    }
    m_save->setEnabled(false);
    const storage::NewItem item = m_draft.finished();
    if (m_item.isValid()) {
        m_desk.replaceItem(m_item, item, this, [this](const contracts::Outcome<contracts::Nothing>& outcome) {
            m_save->setEnabled(true);
            if (outcome.isProblem()) {
                showProblem(outcome.problem());
                return;
            }
            Q_EMIT saved(m_item);
            accept();
        });
        return;
    }
    m_desk.addItems({item}, this, [this](const contracts::Outcome<std::vector<storage::ItemId>>& outcome) {
        m_save->setEnabled(true);
        if (outcome.isProblem()) {
            showProblem(outcome.problem());
            return;
        }
        if (outcome.isValue() && !outcome.value().empty()) {
            Q_EMIT saved(outcome.value().front());
        }
        accept();
    });
}

void ItemEditorDialog::reject() {
    if (m_draft.isChangedFrom(m_original) && !m_askedBeforeClosing) {
        m_askedBeforeClosing = true;
        message().showMessage(MessageKind::Warn, tr("What you wrote is not stored yet. Cancel again to throw it away."));
        return;
    }
    DialogFrame::reject();
}

} // namespace trutina::ui
