// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contracts/transfer_desk.h"

#include <QFrame>

class QTableWidget;

namespace trutina::ui {

/// The first rows of a file as they would be imported: the question, the answers with the better one marked, and whose judgement
/// that is. For verdicts, the items that they are about.
class PreviewTable : public QFrame {
    Q_OBJECT
  public:
    explicit PreviewTable(QWidget* parent = nullptr);

    void clear();
    void show(const contracts::TransferPreview& preview);
    [[nodiscard]] int rows() const;
    [[nodiscard]] QString text(int row, int column) const;

  private:
    void setHeads(const QStringList& heads);
    void add(const QStringList& cells);

    QTableWidget* m_rows;
};

} // namespace trutina::ui
