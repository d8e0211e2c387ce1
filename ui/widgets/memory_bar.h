// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/plan_facts.h"

#include <QWidget>

namespace trutina::ui {

/// What a model needs, side by side in one bar, within what is free. What does not fit stands beyond a line.
class MemoryBar : public QWidget {
    Q_OBJECT
  public:
    explicit MemoryBar(QWidget* parent = nullptr);

    void setParts(const QList<PlanFacts::Part>& parts, qint64 freeBytes);
    /// The tone of a part, for the words that name it.
    [[nodiscard]] static QColor tone(int part);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QList<PlanFacts::Part> m_parts;
    qint64 m_freeBytes = 0;
};

} // namespace trutina::ui
