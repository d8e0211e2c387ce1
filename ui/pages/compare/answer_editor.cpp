// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/answer_editor.h"

#include "ui/models/compare_state.h"
#include "ui/pages/compare/compare_texts.h"
#include "ui/style/theme.h"
#include "ui/style/tokens.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/text_label.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace trutina::ui {

namespace {

constexpr int lines = 6;
constexpr int mostCandidates = 9;

QString textOf(const storage::CandidateRecord& candidate) {
    return candidate.turns.empty() ? QString() : fromUtf8(candidate.turns.back().content);
}

} // namespace

AnswerEditor::AnswerEditor(const CompareState& state, contracts::ScoringDesk& scoring, QWidget* parent)
    : Card(parent),
      m_state(state),
      m_scoring(scoring),
      m_edit(new QPlainTextEdit),
      m_choices(new QHBoxLayout),
      m_group(new QButtonGroup(this)),
      m_difference(new TextLabel({}, TextRole::PageTitle, TextWeight::SemiBold)),
      m_detail(new TextLabel({}, TextRole::Label, TextWeight::Regular, ColorRole::MutedText)),
      m_hint(new TextLabel({}, TextRole::Label, TextWeight::Regular, ColorRole::MutedText)),
      m_keep(new QPushButton(tr("Keep as a new answer"))) {
    setObjectName(QStringLiteral("answerEditor"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    setTitle(tr("Edit a copy of answer"));
    m_choices->setSpacing(space::xs);
    headerLayout()->addLayout(m_choices);
    headerLayout()->addStretch(1);
    headerLayout()->addWidget(m_detail);
    headerLayout()->addWidget(m_difference);

    m_keep->setProperty("variant", QStringLiteral("go"));
    auto* throwAway = new QPushButton(tr("Discard"));
    auto* close = new QPushButton(tr("Close"));
    close->setProperty("variant", QStringLiteral("quiet"));
    close->setToolTip(tr("Esc. What you wrote stays until you leave the item."));
    m_hint->setWordWrap(true);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::s);
    buttons->addWidget(m_hint, 1);
    buttons->addWidget(close);
    buttons->addWidget(throwAway);
    buttons->addWidget(m_keep);
    setBodyPadding(space::m, space::m);
    bodyLayout()->setSpacing(space::s);
    bodyLayout()->addWidget(m_edit);
    bodyLayout()->addLayout(buttons);

    m_edit->setTabChangesFocus(true);
    m_edit->installEventFilter(this);
    const auto refresh = [this] {
        m_edit->setFont(ui::font(TextRole::Answer));
        m_edit->setFixedHeight(lines * lineHeight(TextRole::Answer) + space::l);
    };
    connect(&Theme::instance(), &Theme::changed, this, refresh);
    refresh();
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMilliseconds);
    connect(&m_pause, &QTimer::timeout, this, &AnswerEditor::requestScore);
    connect(m_edit, &QPlainTextEdit::textChanged, this, &AnswerEditor::onTextChanged);
    connect(m_keep, &QPushButton::clicked, this, [this] { Q_EMIT keepRequested(m_slot, m_edit->toPlainText()); });
    connect(throwAway, &QPushButton::clicked, this, &AnswerEditor::discard);
    connect(close, &QPushButton::clicked, this, &AnswerEditor::dismiss);
    hide();
}

void AnswerEditor::open(int slot) {
    m_item = m_state.itemId();
    rebuildChoices();
    show();
    chooseSlot(slot);
    m_edit->setFocus(Qt::ShortcutFocusReason);
}

void AnswerEditor::rebuildChoices() {
    while (QLayoutItem* old = m_choices->takeAt(0)) {
        delete old->widget();
        delete old;
    }
    for (int slot = 1; slot <= m_state.slotCount(); ++slot) {
        auto* chip = new Chip(QString::number(slot));
        chip->setAccessibleName(tr("Answer %1").arg(slot));
        chip->setCheckable(true);
        m_group->addButton(chip);
        m_choices->addWidget(chip);
        connect(chip, &QAbstractButton::clicked, this, [this, slot] { chooseSlot(slot); });
    }
}

void AnswerEditor::chooseSlot(int slot) {
    if (slot < 1 || slot > m_state.slotCount() || m_state.itemId() != m_item) {
        return;
    }
    const storage::CandidateRecord& candidate = m_state.candidateAt(slot);
    stopScoring();
    m_slot = slot;
    m_candidate = candidate.id;
    m_originalText = textOf(candidate);
    m_score.reset();
    m_originalScore.reset();
    m_failure.clear();
    if (auto* chip = qobject_cast<QAbstractButton*>(m_choices->itemAt(slot - 1)->widget())) {
        chip->setChecked(true);
    }
    const auto draft = m_drafts.find(candidate.id.value);
    {
        const QSignalBlocker blocker(m_edit);
        m_edit->setPlainText(draft == m_drafts.end() ? m_originalText : draft->second);
    }
    m_edit->moveCursor(QTextCursor::End);
    m_edit->setAccessibleName(tr("Copy of answer %1").arg(slot));
    const auto turns = static_cast<int>(candidate.turns.size());
    QString hint = tr("The original stays as it is. With a further answer the item is open again; undo brings your vote back.");
    if (turns > 1) {
        hint = tr("This answer has %n turn(s); the last one is edited.", nullptr, turns) + u' ' + hint;
    }
    m_hint->setText(m_state.slotCount() < mostCandidates ? hint
                                                         : tr("This item has nine answers already, so no copy can be kept."));
    m_hint->setColorRole(ColorRole::MutedText);
    m_keep->setEnabled(m_state.slotCount() < mostCandidates && m_edit->toPlainText() != m_originalText);
    m_keep->setToolTip(tr("Ctrl+Enter"));
    showState(m_model);
    if (mayScore()) {
        requestScore(); // also of the unchanged text: what it leaves behind makes the first keystroke cheap
    }
}

void AnswerEditor::showState(contracts::ModelState model) {
    const bool couldScore = mayScore();
    m_model = model;
    m_isRevealed = m_state.isRevealed();
    if (isHidden() || m_state.itemId() != m_item) {
        return;
    }
    if (m_choices->count() != m_state.slotCount()) {
        rebuildChoices();
    }
    // The answer keeps its copy wherever it stands now.
    m_slot = m_state.slotOf(m_candidate);
    if (m_slot == 0) {
        leaveItem();
        return;
    }
    qobject_cast<QAbstractButton*>(m_choices->itemAt(m_slot - 1)->widget())->setChecked(true);
    for (const SlotScore& score : m_state.scores()) {
        if (score.slot == m_slot && !m_originalScore) {
            m_originalScore = score.raw;
        }
    }
    if (!mayScore()) {
        stopScoring();
        m_score.reset();
    } else if (!couldScore) {
        requestScore();
    }
    refreshScore();
}

void AnswerEditor::leaveItem() {
    m_drafts.clear();
    if (!isHidden()) {
        dismiss();
    }
    m_item = {};
    m_candidate = {};
}

void AnswerEditor::showProblem(const QString& sentences) {
    m_hint->setText(sentences);
    m_hint->setColorRole(ColorRole::Warn);
}

void AnswerEditor::onTextChanged() {
    const QString text = m_edit->toPlainText();
    m_drafts[m_candidate.value] = text;
    m_keep->setEnabled(text != m_originalText && m_choices->count() < mostCandidates);
    m_failure.clear();
    if (mayScore()) {
        m_isPending = true;
        m_scoring.cancelRescore(); // the text it is about is gone
        m_pause.start();
    }
    refreshScore();
}

void AnswerEditor::requestScore() {
    if (isHidden() || !mayScore()) {
        return;
    }
    m_isPending = true;
    const QString text = m_edit->toPlainText();
    m_scoring.rescore(m_item, m_candidate, text, this,
                      [this, text](const contracts::Outcome<contracts::DraftScore>& outcome) { receive(text, outcome); });
    refreshScore();
}

void AnswerEditor::receive(const QString& text, const contracts::Outcome<contracts::DraftScore>& outcome) {
    if (outcome.isCancelled() || text != m_edit->toPlainText() || !mayScore()) {
        return; // a newer text is on its way, or nothing may be shown
    }
    m_isPending = false;
    if (outcome.isValue()) {
        m_score = outcome.value();
        if (text == m_originalText) {
            m_originalScore = m_score->score; // made the same way as those that follow, to the last bit
        }
    } else {
        m_score.reset();
        m_failure = outcome.problem().message;
    }
    refreshScore();
}

void AnswerEditor::stopScoring() {
    m_pause.stop();
    m_isPending = false;
    m_scoring.cancelRescore();
}

QString AnswerEditor::differenceShown() const {
    return m_difference->text();
}

QString AnswerEditor::scoreSentence() const {
    return m_detail->text();
}

void AnswerEditor::refreshScore() {
    QString difference;
    QString detail;
    if (!m_isRevealed) {
        detail = tr("Its score stays closed until you vote.");
    } else if (m_model == contracts::ModelState::Loading) {
        detail = tr("The model is being loaded.");
    } else if (m_model != contracts::ModelState::Ready) {
        detail = tr("No model is loaded, so there is no score.");
    } else if (!m_failure.isEmpty()) {
        detail = m_failure;
    } else if (!m_score) {
        detail = tr("Its score is on its way.");
    } else {
        detail = tr("raw %1").arg(scoreText(m_score->score));
        if (m_originalScore) {
            difference = differenceText(m_score->score - *m_originalScore);
            detail = tr("raw %1, the original %2").arg(scoreText(m_score->score), scoreText(*m_originalScore));
        }
        if (m_score->truncated) {
            detail += tr(" · cut at the length limit");
        }
        m_difference->setToolTip(
            tr("Tokens computed for it: %1; known from before: %2")
                .arg(QLocale().toString(m_score->computedTokens), QLocale().toString(m_score->reusedTokens)));
    }
    m_difference->setText(difference);
    m_difference->setVisible(!difference.isEmpty());
    m_difference->setColorRole(m_isPending ? ColorRole::FaintText : ColorRole::Text);
    m_difference->setAccessibleName(tr("Difference to the original: %1").arg(difference));
    m_detail->setText(detail);
}

bool AnswerEditor::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_edit && event->type() == QEvent::KeyPress) {
        const auto& key = static_cast<QKeyEvent&>(*event);
        const bool isEnter = key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter;
        if (isEnter && key.modifiers().testFlag(Qt::ControlModifier)) {
            m_keep->click();
            return true;
        }
        if (key.key() == Qt::Key_Escape) {
            dismiss();
            return true;
        }
    }
    return Card::eventFilter(watched, event);
}

void AnswerEditor::discard() {
    m_drafts.erase(m_candidate.value);
    dismiss();
}

void AnswerEditor::dismiss() {
    hide();
    stopScoring();
    Q_EMIT closed();
}

} // namespace trutina::ui
