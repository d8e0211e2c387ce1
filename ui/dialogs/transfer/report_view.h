// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contracts/transfer_desk.h"

#include <QWidget>

class QListWidget;

namespace trutina::ui {

class TextLabel;

/// What was left out or changed, and why: the reasons with their counts, then the rows one by one. Hidden while there is nothing
/// to tell.
class ReportView : public QWidget {
    Q_OBJECT
  public:
    /// `rowWords` names a row: "Row %1: %2".
    explicit ReportView(const QString& rowWords, QWidget* parent = nullptr);

    void clear();
    void show(const contracts::TransferSummary& summary);
    [[nodiscard]] QStringList lines() const;

  private:
    QString m_rowWords;
    TextLabel* m_heading;
    QListWidget* m_list;
};

} // namespace trutina::ui
