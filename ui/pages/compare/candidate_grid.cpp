// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/candidate_grid.h"

#include "ui/models/compare_state.h"
#include "ui/pages/compare/candidate_pane.h"
#include "ui/style/theme.h"
#include "ui/style/tokens.h"
#include "ui/widgets/answer_pane.h"
#include "ui/widgets/icon_button.h"

#include <QGridLayout>
#include <QScrollBar>
#include <QUrl>

#include <algorithm>
#include <cmath>

namespace trutina::ui {

CandidateGrid::CandidateGrid(PictureCache& pictures, contracts::VideoDesk& videos, QWidget* parent)
    : QScrollArea(parent), m_pictures(pictures), m_videos(videos) {
    auto* content = new QWidget;
    content->setAutoFillBackground(false);
    m_grid = new QGridLayout(content);
    m_grid->setContentsMargins({});
    m_grid->setSpacing(space::m);
    setWidget(content);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false);
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        m_arrangedCount = 0;
        arrange();
    });
}

void CandidateGrid::showItem(const CompareState& state) {
    m_count = state.slotCount();
    while (static_cast<int>(m_panes.size()) < m_count) {
        const int slot = static_cast<int>(m_panes.size()) + 1;
        auto* pane = new CandidatePane(slot, m_pictures, m_videos);
        pane->setForm(m_form);
        m_panes.push_back(pane);
        connect(pane->answer(), &AnswerPane::linkActivated, this, &CandidateGrid::linkActivated);
        connect(pane->answer()->scrollBar(), &QScrollBar::valueChanged, this, [this, slot] { followScroll(slot); });
    }
    m_isFollowing = true; // new texts start at their beginning; nothing to follow
    for (int slot = 1; slot <= m_count; ++slot) {
        pane(slot)->setCandidate(state.candidateAt(slot));
    }
    m_isFollowing = false;
    arrange();
}

void CandidateGrid::showDecision(const CompareState& state) {
    for (int slot = 1; slot <= m_count; ++slot) {
        pane(slot)->setRevealed(state.isRevealed());
        QString words;
        if (slot == state.chosenSlot()) {
            switch (state.vote()->strength) {
            case storage::Strength::Slightly:
                words = tr("Your choice, slightly better");
                break;
            case storage::Strength::Much:
                words = tr("Your choice, much better");
                break;
            case storage::Strength::Normal:
                words = tr("Your choice");
                break;
            }
        }
        pane(slot)->setChoice(words);
    }
}

CandidatePane* CandidateGrid::pane(int slot) const {
    return m_panes.at(static_cast<std::size_t>(slot - 1));
}

void CandidateGrid::setAllLinked(bool linked) {
    for (CandidatePane* pane : m_panes) {
        pane->linkButton()->setChecked(linked);
    }
}

void CandidateGrid::setForm(TextForm form) {
    m_form = form;
    for (CandidatePane* pane : m_panes) {
        pane->setForm(form);
    }
}

QSize CandidateGrid::sizeHint() const {
    return {scaled(2 * size::minimumPane), scaled(2 * size::minimumPane)};
}

QSize CandidateGrid::minimumSizeHint() const {
    return {scaled(size::minimumPane), scaled(size::minimumPane) / 2};
}

void CandidateGrid::resizeEvent(QResizeEvent* event) {
    QScrollArea::resizeEvent(event);
    arrange();
}

int CandidateGrid::columnsFor(int count, int width) const {
    const int fitting = std::max(1, (width + space::m) / (scaled(size::minimumPane) + space::m));
    if (count <= 3) {
        return std::min(std::max(1, count), count == 3 && fitting < 3 ? std::min(2, fitting) : fitting);
    }
    if (count == 4) {
        return std::min(2, fitting);
    }
    return std::min(3, fitting);
}

void CandidateGrid::arrange() {
    const int columns = columnsFor(m_count, viewport()->width());
    if (columns == m_columns && m_count == m_arrangedCount) {
        return;
    }
    for (CandidatePane* pane : m_panes) {
        m_grid->removeWidget(pane);
        pane->hide();
    }
    for (int row = 0; row < m_grid->rowCount(); ++row) {
        m_grid->setRowStretch(row, 0);
    }
    for (int column = 0; column < m_grid->columnCount(); ++column) {
        m_grid->setColumnStretch(column, 0);
        m_grid->setColumnMinimumWidth(column, 0);
    }
    m_columns = columns;
    m_arrangedCount = m_count;
    const int rows = (m_count + columns - 1) / columns;
    // The cells of a row that is not full are shared by those that are there.
    for (int at = 0; at < m_count; ++at) {
        CandidatePane* pane = m_panes[static_cast<std::size_t>(at)];
        pane->setMinimumHeight(rows > 2 || m_count > 4 ? scaled(size::minimumPane) : scaled(size::minimumPane) / 2);
        m_grid->addWidget(pane, at / columns, at % columns);
        pane->show();
    }
    for (int row = 0; row < rows; ++row) {
        m_grid->setRowStretch(row, 1);
    }
    for (int column = 0; column < columns; ++column) {
        m_grid->setColumnStretch(column, 1);
    }
}

void CandidateGrid::followScroll(int slot) {
    if (m_isFollowing || slot > m_count || !pane(slot)->linkButton()->isChecked()) {
        return;
    }
    m_isFollowing = true;
    const QScrollBar* source = pane(slot)->answer()->scrollBar();
    const double share = source->maximum() > 0 ? static_cast<double>(source->value()) / source->maximum() : 0;
    for (int other = 1; other <= m_count; ++other) {
        if (other != slot && pane(other)->linkButton()->isChecked()) {
            QScrollBar* target = pane(other)->answer()->scrollBar();
            target->setValue(static_cast<int>(std::lround(share * target->maximum())));
        }
    }
    m_isFollowing = false;
}

} // namespace trutina::ui
