// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/candidate_pane.h"

#include "ui/pages/compare/compare_texts.h"
#include "ui/style/icons.h"
#include "ui/style/theme.h"
#include "ui/style/tokens.h"
#include "ui/widgets/answer_pane.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/icon_button.h"
#include "ui/widgets/media_view.h"
#include "ui/widgets/slot_badge.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace trutina::ui {

namespace {

/// The tick of a choice, in the colour of its slot.
class Tick : public QWidget {
  public:
    explicit Tick(int slot) : m_slot(slot) { setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed); }
    [[nodiscard]] QSize sizeHint() const override { return {scaled(size::smallIcon + 2), scaled(size::smallIcon + 2)}; }

  protected:
    void paintEvent(QPaintEvent* /*event*/) override {
        QPainter painter(this);
        painter.drawPixmap(rect(), iconPixmap("check", slotColor(m_slot), width(), devicePixelRatioF()));
    }

  private:
    int m_slot;
};

} // namespace

CandidatePane::CandidatePane(int slot, PictureCache& pictures, contracts::VideoDesk& videos, QWidget* parent)
    : Card(parent),
      m_slot(slot),
      m_pictures(pictures),
      m_videos(videos),
      m_badge(new SlotBadge(slot)),
      m_nameLabel(new ElidedLabel({}, TextRole::Interface, TextWeight::SemiBold)),
      m_tick(new Tick(slot)),
      m_choice(new TextLabel({}, TextRole::Label)),
      m_link(new IconButton("link", tr("Scroll this answer together with the others"))),
      m_answer(new AnswerPane) {
    setObjectName(QStringLiteral("candidate%1").arg(slot));
    m_choice->setSlot(slot);
    m_link->setCheckable(true);
    m_link->setChecked(true);
    m_link->setStruckWhenOff(true);
    m_link->setSide(size::chip, size::smallIcon);
    m_nameLabel->hide();
    m_tick->hide();
    m_choice->hide();
    headerLayout()->addWidget(m_badge);
    headerLayout()->addWidget(m_nameLabel);
    headerLayout()->addWidget(m_tick);
    headerLayout()->addWidget(m_choice);
    headerLayout()->addStretch(1);
    headerLayout()->addWidget(m_link);
    setHeaderVisible(true);
    setBodyPadding(0, 0);
    bodyLayout()->addWidget(m_answer, 1);
    refreshAccessibleName();
}

void CandidatePane::setCandidate(const storage::CandidateRecord& candidate) {
    m_name = fromUtf8(candidate.name);
    m_nameLabel->setText(m_name);
    m_answer->setParts(partsOf(candidate.turns), m_form);
    const std::vector<MediaSource> media = mediaSourcesOf(candidate.media);
    if (!media.empty() && m_media == nullptr) {
        m_media = new MediaView(m_pictures, m_videos);
        bodyLayout()->insertWidget(0, m_media, 2);
    }
    if (m_media != nullptr) {
        m_media->setVisible(!media.empty());
        m_media->setMedia(media);
    }
    refreshAccessibleName();
}

void CandidatePane::setForm(TextForm form) {
    m_form = form;
    m_answer->setForm(form);
}

void CandidatePane::setRevealed(bool revealed) {
    m_isRevealed = revealed;
    m_nameLabel->setVisible(revealed && !m_name.isEmpty());
    refreshAccessibleName();
}

void CandidatePane::setChoice(const QString& words) {
    m_choice->setText(words);
    m_choice->setVisible(!words.isEmpty());
    m_tick->setVisible(!words.isEmpty());
    setChosenSlot(words.isEmpty() ? 0 : m_slot);
    refreshAccessibleName();
}

QString CandidatePane::shownName() const {
    return m_nameLabel->isHidden() ? QString() : m_nameLabel->text();
}

QString CandidatePane::shownChoice() const {
    return m_choice->isHidden() ? QString() : m_choice->text();
}

void CandidatePane::refreshAccessibleName() {
    QString name = tr("Answer %1").arg(m_slot);
    if (!shownName().isEmpty()) {
        name = tr("%1 by %2").arg(name, shownName());
    }
    if (!shownChoice().isEmpty()) {
        name += QStringLiteral(", ") + shownChoice();
    }
    setAccessibleName(name);
    m_answer->browser()->setAccessibleName(name);
}

} // namespace trutina::ui
