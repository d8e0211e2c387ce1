// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/agreement/adjudication_view.h"

#include "ui/contracts/project_desk.h"
#include "ui/contracts/video_desk.h"
#include "ui/models/wording.h"
#include "ui/pages/compare/compare_texts.h"
#include "ui/style/page_sizes.h"
#include "ui/style/tokens.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/answer_pane.h"
#include "ui/widgets/card.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/scroll_column.h"
#include "ui/widgets/slot_badge.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/thumbnail.h"
#include "ui/widgets/wrapped_label.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace trutina::ui {

using contracts::Dispute;
using contracts::Outcome;
using storage::Decision;

namespace {

void clear(QLayout* layout) {
    while (QLayoutItem* old = layout->takeAt(0)) {
        if (QWidget* widget = old->widget()) {
            widget->hide();
            widget->deleteLater();
        } else if (old->layout() != nullptr) {
            clear(old->layout());
        }
        delete old;
    }
}

} // namespace

AdjudicationView::AdjudicationView(const contracts::Desks& desks, QWidget* parent)
    : QWidget(parent),
      m_desks(desks),
      m_place(new TextLabel({}, TextRole::Interface, TextWeight::Medium)),
      m_message(new InlineMessage),
      m_promptCard(new Card),
      m_prompt(new AnswerPane),
      m_picture(new Thumbnail(desks.video, size::sideCard, size::sidePicture)),
      m_more(new TextLabel({}, TextRole::Label, TextWeight::Regular, ColorRole::MutedText)),
      m_answers(new QHBoxLayout),
      m_votes(new QVBoxLayout),
      m_settledText(new WrappedLabel({}, TextRole::Interface, TextWeight::Medium, ColorRole::Text)),
      m_withdraw(new QPushButton(tr("Open it again"))),
      m_note(new QLineEdit),
      m_buttons(new QHBoxLayout),
      m_previous(new ActionButton(tr("Previous"), tr("PgUp"), ButtonVariant::Whisper)),
      m_next(new ActionButton(tr("Next"), tr("PgDn"), ButtonVariant::Whisper)) {
    setFocusPolicy(Qt::StrongFocus);
    auto* back = new QPushButton(tr("Back to the figures"));
    auto* head = new QHBoxLayout;
    head->setSpacing(space::m);
    head->addWidget(back);
    head->addWidget(m_place, 1);
    head->addWidget(m_previous);
    head->addWidget(m_next);

    m_promptCard->setTitle(tr("Prompt"));
    m_prompt->setGrowsToLines(8);
    m_promptCard->bodyLayout()->setSpacing(space::s);
    m_promptCard->bodyLayout()->addWidget(m_prompt);
    m_promptCard->bodyLayout()->addWidget(m_picture);
    m_promptCard->bodyLayout()->addWidget(m_more);
    auto* votes = new Card;
    votes->setTitle(tr("What was voted"));
    m_votes->setSpacing(space::s);
    votes->bodyLayout()->addLayout(m_votes);
    votes->bodyLayout()->addWidget(m_settledText);
    auto* withdrawRow = new QHBoxLayout;
    withdrawRow->addWidget(m_withdraw);
    withdrawRow->addStretch(1);
    votes->bodyLayout()->addLayout(withdrawRow);
    auto* side = new QWidget;
    auto* sideColumn = new QVBoxLayout(side);
    sideColumn->setContentsMargins(0, 0, space::s, 0);
    sideColumn->setSpacing(space::m);
    sideColumn->addWidget(m_promptCard);
    sideColumn->addWidget(votes);
    sideColumn->addStretch(1);

    auto* answersHost = new QWidget;
    answersHost->setLayout(m_answers);
    m_answers->setContentsMargins({});
    m_answers->setSpacing(space::m);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(space::m);
    columns->addWidget(scrollColumn(side), 2);
    columns->addWidget(answersHost, 3);

    m_note->setPlaceholderText(tr("Why, in a few words (kept with the decision)"));
    m_note->setAccessibleName(tr("Why"));
    auto* decide = new Card;
    decide->bodyLayout()->setSpacing(space::s);
    decide->bodyLayout()->addWidget(m_note);
    m_buttons->setSpacing(space::s);
    decide->bodyLayout()->addLayout(m_buttons);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(space::m);
    layout->addLayout(head);
    layout->addWidget(m_message);
    layout->addLayout(columns, 1);
    layout->addWidget(decide);
    m_message->hide();

    connect(back, &QPushButton::clicked, this, &AdjudicationView::backRequested);
    connect(m_previous, &QAbstractButton::clicked, this, [this] { step(-1); });
    connect(m_next, &QAbstractButton::clicked, this, [this] { step(1); });
    connect(m_withdraw, &QPushButton::clicked, this, [this] {
        m_desks.care.withdrawAdjudication(m_dispute.item.id, this, [this](const Outcome<contracts::Nothing>& outcome) {
            if (outcome.isProblem()) {
                m_message->showMessage(MessageKind::Bad, outcome.problem().sentences());
            } else {
                m_items[m_at].isSettled = false;
                load();
            }
        });
    });
    // Undo and redo come from elsewhere.
    connect(&desks.project, &contracts::ProjectDesk::itemChanged, this, [this](storage::ItemId item) {
        if (isVisible() && m_isLoaded && !m_isSaving && item == m_dispute.item.id) {
            load();
        }
    });
    refresh();
}

void AdjudicationView::setItems(const std::vector<contracts::DisagreedItem>& items) {
    m_items = items;
    const auto open = std::find_if(items.begin(), items.end(), [](const auto& item) { return !item.isSettled; });
    m_at = open == items.end() ? 0 : static_cast<std::size_t>(open - items.begin());
    load();
}

int AdjudicationView::settled() const {
    return static_cast<int>(std::count_if(m_items.begin(), m_items.end(), [](const auto& item) { return item.isSettled; }));
}

QString AdjudicationView::placeText() const {
    return m_place->text();
}

QString AdjudicationView::votesText() const {
    return m_voteLines.join(QLatin1Char('\n'));
}

void AdjudicationView::step(int by) {
    const auto to = static_cast<std::ptrdiff_t>(m_at) + by;
    if (to >= 0 && to < static_cast<std::ptrdiff_t>(m_items.size())) {
        m_at = static_cast<std::size_t>(to);
        load();
    }
}

void AdjudicationView::load() {
    m_isLoaded = false;
    refresh();
    if (m_items.empty()) {
        return;
    }
    const storage::ItemId wanted = m_items[m_at].item;
    m_desks.care.loadDispute(wanted, this, [this, wanted](const Outcome<Dispute>& outcome) {
        if (m_items.empty() || wanted != m_items[m_at].item) {
            return; // somebody went on meanwhile
        }
        if (outcome.isProblem()) {
            m_message->showProblem(outcome.problem());
        } else if (outcome.isValue()) {
            show(outcome.value());
        }
    });
}

void AdjudicationView::show(const Dispute& dispute) {
    m_dispute = dispute;
    m_isLoaded = true;
    m_items[m_at].isSettled = dispute.settled.has_value();
    m_note->setText(dispute.settled ? fromUtf8(dispute.settled->note) : QString());
    m_prompt->setParts(partsOf(dispute.item.prompt));
    const auto& media = dispute.item.media;
    m_picture->setVisible(!media.empty());
    m_picture->setFile(media.empty() ? QString() : fromPath(media.front().path));
    m_more->setVisible(media.size() > 1);
    if (media.size() > 1) {
        m_more->setText(tr("and %1 more").arg(Wording::media({media.begin() + 1, media.end()})));
    }
    showAnswers();
    showVotes();
    refresh();
    setFocus(Qt::OtherFocusReason);
}

int AdjudicationView::shownNumber(storage::CandidateId candidate) const {
    const auto& order = m_dispute.shownOrder.candidates;
    const auto found = std::find(order.begin(), order.end(), candidate);
    return found == order.end() ? 0 : static_cast<int>(found - order.begin()) + 1;
}

void AdjudicationView::showAnswers() {
    clear(m_answers);
    clear(m_buttons);
    m_decisions.clear();
    for (const storage::CandidateId id : m_dispute.shownOrder.candidates) {
        const auto& candidates = m_dispute.item.candidates;
        const auto found = std::find_if(candidates.begin(), candidates.end(), [id](const auto& one) { return one.id == id; });
        if (found == candidates.end()) {
            continue;
        }
        const int number = shownNumber(id);
        auto* card = new Card;
        card->setHeaderVisible(true);
        card->headerLayout()->addWidget(new SlotBadge(number));
        card->headerLayout()->addStretch(1);
        card->setBodyPadding(0, 0);
        auto* pane = new AnswerPane;
        pane->setParts(partsOf(found->turns));
        pane->setAccessibleName(tr("Answer %1").arg(number));
        card->bodyLayout()->addWidget(pane, 1);
        if (m_dispute.settled && m_dispute.settled->winner == id) {
            card->setChosenSlot(number);
        }
        m_answers->addWidget(card, 1);
        auto* choose = new ActionButton(tr("%1 is better").arg(number), QString::number(number), ButtonVariant::Slot);
        choose->setSlot(number);
        connect(choose, &QAbstractButton::clicked, this, [this, id] { decide(Decision::Winner, id); });
        m_buttons->addWidget(choose);
        m_decisions.append(choose);
    }
    auto* tie = new ActionButton(tr("Tie"), QStringLiteral("0"));
    auto* bad = new ActionButton(tr("All bad"), QStringLiteral("X"));
    connect(tie, &QAbstractButton::clicked, this, [this] { decide(Decision::Tie, {}); });
    connect(bad, &QAbstractButton::clicked, this, [this] { decide(Decision::AllBad, {}); });
    for (ActionButton* button : {tie, bad}) {
        m_buttons->addWidget(button);
        m_decisions.append(button);
    }
    m_buttons->addStretch(1);
}

QString AdjudicationView::words(const storage::NewVote& vote) const {
    switch (vote.decision) {
    case Decision::Winner: {
        const QString number = QString::number(shownNumber(vote.winner));
        return vote.strength == storage::Strength::Slightly ? tr("answer %1, slightly better").arg(number)
               : vote.strength == storage::Strength::Much   ? tr("answer %1, much better").arg(number)
                                                            : tr("answer %1").arg(number);
    }
    case Decision::Tie:
        return tr("a tie");
    case Decision::AllBad:
        return tr("all bad");
    case Decision::Skip:
        return tr("skipped");
    }
    return {};
}

void AdjudicationView::showVotes() {
    clear(m_votes);
    m_voteLines.clear();
    int number = 0;
    for (const storage::NewVote& vote : m_dispute.votes) {
        QString line = tr("Annotator %1: %2").arg(++number).arg(words(vote));
        m_votes->addWidget(new WrappedLabel(line, TextRole::Interface, TextWeight::Medium, ColorRole::Text));
        for (const std::string& said : {vote.reason, vote.note}) {
            if (!said.empty()) {
                auto* note = new WrappedLabel(tr("“%1”").arg(fromUtf8(said)), TextRole::Interface);
                m_votes->addWidget(note);
                line += QLatin1Char(' ') + note->text();
            }
        }
        m_voteLines.append(line);
    }
    m_settledText->setVisible(m_dispute.settled.has_value());
    m_withdraw->setVisible(m_dispute.settled.has_value());
    if (m_dispute.settled) {
        m_settledText->setText(tr("Settled: %1.").arg(words(*m_dispute.settled)));
    }
}

void AdjudicationView::decide(Decision decision, storage::CandidateId winner) {
    if (!m_isLoaded || m_isSaving) {
        return;
    }
    storage::NewVote vote;
    vote.item = m_dispute.item.id;
    vote.decision = decision;
    vote.winner = winner;
    vote.note = m_note->text().trimmed().toStdString();
    vote.shownOrder = m_dispute.shownOrder.id;
    vote.kind = storage::VoteKind::Adjudication;
    m_isSaving = true;
    refresh();
    m_desks.project.vote(vote, this, [this](const Outcome<storage::VoteRecord>& outcome) {
        m_isSaving = false;
        if (outcome.isProblem()) {
            m_message->showProblem(outcome.problem());
            refresh();
        } else if (outcome.isValue()) {
            m_message->hide();
            m_items[m_at].isSettled = true;
            goOn();
        }
    });
}

/// To the next that is open, from the beginning again after the end; stays where none is.
void AdjudicationView::goOn() {
    for (std::size_t step = 1; step < m_items.size(); ++step) {
        const std::size_t at = (m_at + step) % m_items.size();
        if (!m_items[at].isSettled) {
            m_at = at;
            load();
            return;
        }
    }
    m_message->setAction(tr("Back to the figures"), [this] { Q_EMIT backRequested(); });
    m_message->showMessage(MessageKind::Good, tr("Every disagreement is settled."));
    load();
}

void AdjudicationView::refresh() {
    m_place->setText(
        m_items.empty()
            ? tr("There is nothing to settle.")
            : tr("Item %1, %2 of %3; %4 settled").arg(m_items[m_at].number).arg(m_at + 1).arg(m_items.size()).arg(settled()));
    m_previous->setEnabled(m_at > 0);
    m_next->setEnabled(m_at + 1 < m_items.size());
    const auto project = m_desks.project.project();
    const bool canDecide = m_isLoaded && !m_isSaving && project && !project->readOnly;
    for (ActionButton* button : m_decisions) {
        button->setEnabled(canDecide);
    }
    m_withdraw->setEnabled(canDecide);
}

void AdjudicationView::keyPressEvent(QKeyEvent* event) {
    const bool isPlain = (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    const int key = event->key();
    const int answers = static_cast<int>(m_decisions.size()) - 2; // tie and all bad come last
    if (isPlain && key >= Qt::Key_1 && key < Qt::Key_1 + answers) {
        m_decisions.at(key - Qt::Key_1)->click();
    } else if (isPlain && key == Qt::Key_0 && answers > 0) {
        m_decisions.at(answers)->click();
    } else if (isPlain && key == Qt::Key_X && answers > 0) {
        m_decisions.at(answers + 1)->click();
    } else if (isPlain && key == Qt::Key_PageDown) {
        step(1);
    } else if (isPlain && key == Qt::Key_PageUp) {
        step(-1);
    } else {
        QWidget::keyPressEvent(event);
    }
}

} // namespace trutina::ui
