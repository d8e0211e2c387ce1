// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/queue/item_preview.h"

#include "ui/models/drop_content.h"
#include "ui/models/preferences.h"
#include "ui/models/wording.h"
#include "ui/style/page_sizes.h"
#include "ui/style/tokens.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/scroll_column.h"
#include "ui/widgets/slot_badge.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/thumbnail.h"

#include <QDateTime>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace trutina::ui {

using storage::Decision;

namespace {

constexpr int kPromptExcerpt = 400;
constexpr int kAnswerExcerpt = 300;

QString secondsText(std::int64_t milliseconds) {
    constexpr double kSecond = 1000.0;
    return ItemPreview::tr("%1 s").arg(QLocale().toString(static_cast<double>(milliseconds) / kSecond, 'f', 1));
}

/// The number a candidate has on screen: its place in the shown order.
int shownNumber(const contracts::ItemSheet& sheet, storage::CandidateId candidate) {
    const auto& order = sheet.shownOrder.candidates;
    const auto found = std::find(order.begin(), order.end(), candidate);
    return found == order.end() ? 0 : static_cast<int>(found - order.begin()) + 1;
}

const storage::CandidateRecord* candidateOf(const storage::ItemRecord& item, storage::CandidateId id) {
    const auto found =
        std::find_if(item.candidates.begin(), item.candidates.end(), [id](const auto& one) { return one.id == id; });
    return found == item.candidates.end() ? nullptr : &*found;
}

} // namespace

ItemPreview::ItemPreview(const contracts::Desks& desks, Preferences& preferences, QWidget* parent)
    : Card(parent),
      m_desk(desks.project),
      m_preferences(preferences),
      m_content(new QWidget),
      m_open(new ActionButton(tr("Open"), tr("Enter"), ButtonVariant::Whisper)),
      m_picture(new Thumbnail(desks.video, size::sideCard, size::sidePicture)),
      m_morePictures(new TextLabel({}, TextRole::Label, TextWeight::Regular, ColorRole::MutedText)),
      m_prompt(new TextLabel({}, TextRole::Answer, TextWeight::SemiBold)),
      m_story(new TextLabel({}, TextRole::Label, TextWeight::Regular, ColorRole::MutedText)),
      m_note(new TextLabel({}, TextRole::Label, TextWeight::Regular, ColorRole::Text)),
      m_mediaMessage(new InlineMessage),
      m_answers(new QVBoxLayout) {
    setTitle(tr("Item"));
    headerLayout()->addStretch(1);
    headerLayout()->addWidget(m_open);
    setBodyPadding(0, 0);

    m_prompt->setWordWrap(true);
    m_story->setWordWrap(true);
    m_note->setWordWrap(true);
    m_answers->setSpacing(space::s);
    auto* edit = new QPushButton(tr("Edit…"));
    auto* remove = new QPushButton(tr("Remove"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::s);
    buttons->addWidget(edit);
    buttons->addWidget(remove);
    buttons->addStretch(1);

    auto* column = new QVBoxLayout(m_content);
    column->setContentsMargins(space::m, space::m, space::m, space::l);
    column->setSpacing(space::m);
    column->addWidget(m_picture);
    column->addWidget(m_morePictures);
    column->addWidget(m_mediaMessage);
    column->addWidget(m_prompt);
    column->addWidget(m_story);
    column->addWidget(m_note);
    column->addLayout(m_answers);
    column->addLayout(buttons);
    column->addStretch(1);
    QScrollArea* const scroll = scrollColumn(m_content);
    bodyLayout()->addWidget(scroll, 1);
    setItem({});

    connect(m_open, &QAbstractButton::clicked, this, &ItemPreview::openRequested);
    connect(edit, &QPushButton::clicked, this, &ItemPreview::editRequested);
    connect(remove, &QPushButton::clicked, this, &ItemPreview::removeRequested);
    connect(&m_desk, &contracts::ProjectDesk::itemChanged, this, [this](storage::ItemId item) {
        if (item == m_item) {
            reload();
        }
    });
}

void ItemPreview::setItem(storage::ItemId item) {
    if (item == m_item && item.isValid()) {
        return;
    }
    m_item = item;
    m_open->setEnabled(item.isValid());
    m_content->setVisible(item.isValid());
    if (!item.isValid()) {
        setTitle(tr("No item chosen"));
        return;
    }
    reload();
}

void ItemPreview::reload() {
    m_desk.loadItem(m_item, this, [this, item = m_item](const contracts::Outcome<contracts::ItemSheet>& outcome) {
        if (item != m_item || !outcome.isValue()) {
            return;
        }
        show(outcome.value());
    });
}

QString ItemPreview::story(const contracts::ItemSheet& sheet) {
    if (!sheet.vote) {
        return tr("Open. Scores and names stay closed until you vote.");
    }
    const storage::VoteRecord& vote = *sheet.vote;
    const QString when = Wording::when(vote.createdAtMilliseconds, QDateTime::currentMSecsSinceEpoch());
    const QString time = secondsText(vote.timeSpentMilliseconds);
    QString text;
    switch (vote.decision) {
    case Decision::Winner: {
        const storage::CandidateRecord* winner = candidateOf(sheet.item, vote.winner);
        const QString name =
            winner == nullptr || winner->name.empty() ? QString() : tr(" (%1)").arg(QString::fromStdString(winner->name));
        text = tr("You chose %1%2, %3, in %4.").arg(shownNumber(sheet, vote.winner)).arg(name, when, time);
        break;
    }
    case Decision::Tie:
        text = tr("A tie, %1, in %2.").arg(when, time);
        break;
    case Decision::AllBad:
        text = tr("All bad, %1, in %2.").arg(when, time);
        break;
    case Decision::Skip:
        return vote.reason.empty() ? tr("Skipped, %1.").arg(when)
                                   : tr("Skipped, %1: %2.").arg(when, QString::fromStdString(vote.reason));
    }
    const storage::MeasurementRecord* best = nullptr;
    std::size_t scored = 0;
    for (const auto& score : sheet.scores) {
        if (score.kind == storage::MeasurementKind::Score && !score.values.empty()) {
            ++scored;
            if (best == nullptr || score.values.front() > best->values.front()) {
                best = &score;
            }
        }
    }
    if (best != nullptr && scored == sheet.item.candidates.size()) {
        text += QLatin1Char(' ') + tr("The model prefers %1.").arg(shownNumber(sheet, best->candidate));
        if (!best->setting.trained) {
            text += QLatin1Char(' ') + tr("Its weights are random, so this means nothing.");
        }
    }
    return text;
}

void ItemPreview::show(const contracts::ItemSheet& sheet) {
    const storage::ItemRecord& item = sheet.item;
    setTitle(tr("Item %1").arg(item.number));
    m_picture->setVisible(!item.media.empty());
    m_picture->setFile(item.media.empty() ? QString() : QString::fromStdString(item.media.front().path.string()));
    m_morePictures->setVisible(item.media.size() > 1);
    m_morePictures->setText(
        item.media.empty() ? QString() : tr("and %1 more").arg(Wording::media({item.media.begin() + 1, item.media.end()})));

    const auto lost = std::find_if(item.media.begin(), item.media.end(),
                                   [](const auto& one) { return one.state != storage::MediaState::Present; });
    if (lost == item.media.end()) {
        m_mediaMessage->hide();
    } else {
        const QString name = QString::fromStdString(lost->originalName);
        m_mediaMessage->showMessage(MessageKind::Warn, lost->state == storage::MediaState::Missing
                                                           ? tr("%1 was moved or removed.").arg(name)
                                                           : tr("%1 has changed since it was added.").arg(name));
        m_mediaMessage->setClosable(false);
        m_mediaMessage->setAction(tr("Locate…"), [this, media = *lost] { locate(media); });
    }

    QString prompt = item.prompt.empty() ? tr("No text") : QString::fromStdString(item.prompt.back().content).trimmed();
    if (prompt.size() > kPromptExcerpt) {
        prompt = prompt.left(kPromptExcerpt) + QStringLiteral("…");
    }
    m_prompt->setText(prompt);
    m_story->setText(story(sheet));
    m_note->setVisible(!item.note.empty());
    m_note->setText(tr("Note: %1").arg(QString::fromStdString(item.note)));

    while (QLayoutItem* old = m_answers->takeAt(0)) {
        if (QWidget* widget = old->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete old;
    }
    int slot = 0;
    for (const storage::CandidateId id : sheet.shownOrder.candidates) {
        ++slot;
        const storage::CandidateRecord* candidate = candidateOf(item, id);
        if (candidate == nullptr) {
            continue;
        }
        auto* row = new QWidget;
        auto* layout = new QHBoxLayout(row);
        layout->setContentsMargins({});
        layout->setSpacing(space::s);
        layout->addWidget(new SlotBadge(slot));
        const QString text =
            candidate->turns.empty() ? QString() : QString::fromStdString(candidate->turns.back().content).left(kAnswerExcerpt);
        auto* words = new ElidedLabel(text.simplified(), TextRole::Interface, TextWeight::Regular, ColorRole::MutedText);
        layout->addWidget(words, 1);
        m_answers->addWidget(row);
    }
}

void ItemPreview::locate(const storage::MediaRecord& media) {
    const QString purpose = QStringLiteral("pictures");
    auto* dialog = new QFileDialog(
        this, tr("Where is %1 now?").arg(QString::fromStdString(media.originalName)), m_preferences.folderFor(purpose),
        tr("Pictures and videos (%1);;All files (*)").arg(DropContent::mediaPatterns().join(QLatin1Char(' '))));
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, [this, id = media.id, purpose](const QString& file) {
        m_preferences.setFolderFor(purpose, QFileInfo(file).absolutePath());
        m_desk.relocateMedia(id, file, this, [this](const contracts::Outcome<contracts::Nothing>& outcome) {
            if (outcome.isProblem()) {
                m_mediaMessage->showMessage(MessageKind::Bad, outcome.problem().sentences());
            } else {
                reload();
            }
        });
    });
    dialog->open();
}

} // namespace trutina::ui
