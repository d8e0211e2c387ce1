// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contracts/agreement.h"
#include "ui/contracts/desks.h"
#include "ui/contracts/scoring_desk.h"

#include <QWidget>

#include <vector>

class QPushButton;
class QStackedLayout;

namespace trutina::ui {

class AdjudicationView;
class AgreementView;
class EmptyState;
class InlineMessage;
class ThinProgress;

/// How far annotators agree, and where somebody settles what they do not agree on.
class AgreementPage : public QWidget {
    Q_OBJECT
  public:
    explicit AgreementPage(const contracts::Desks& desks, QWidget* parent = nullptr);

    void read();
    void settle(); ///< shows the disagreements one after the other
    [[nodiscard]] AgreementView& view() const { return *m_view; }
    [[nodiscard]] AdjudicationView& adjudication() const { return *m_adjudication; }
    [[nodiscard]] bool isSettling() const;

  Q_SIGNALS:
    void itemsRequested(const std::vector<trutina::storage::ItemId>& items, const QString& words);
    void mergeRequested();

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    void forget();
    void refresh();

    contracts::Desks m_desks;
    contracts::AgreementReport m_report;
    contracts::JobId m_job = 0;
    bool m_isBusy = false;
    bool m_hasReport = false;
    bool m_isStale = false; ///< votes came in since
    QPushButton* m_read;
    QPushButton* m_stop;
    ThinProgress* m_progress;
    InlineMessage* m_message;
    AgreementView* m_view;
    AdjudicationView* m_adjudication;
    EmptyState* m_empty;
    QStackedLayout* m_stack;
};

} // namespace trutina::ui
