// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/agreement/interval_chart.h"

#include "ui/style/page_sizes.h"
#include "ui/style/theme.h"
#include "ui/style/tokens.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

namespace trutina::ui {

namespace {

QString numberText(double value) {
    QString text = QLocale().toString(std::abs(value), 'f', 2);
    return value < 0 ? QChar(0x2212) + text : text;
}

} // namespace

IntervalChart::IntervalChart(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

QString IntervalChart::text(const IntervalRow& row) {
    if (!row.value) {
        return tr("not known");
    }
    return row.low && row.high ? tr("%1 (%2 to %3)").arg(numberText(*row.value), numberText(*row.low), numberText(*row.high))
                               : numberText(*row.value);
}

void IntervalChart::setRows(std::vector<IntervalRow> rows) {
    m_rows = std::move(rows);
    QStringList words;
    for (const IntervalRow& row : m_rows) {
        words.append(tr("%1: %2, %3").arg(row.name, text(row), row.remark));
    }
    setAccessibleDescription(words.join(QStringLiteral(". ")));
    updateGeometry();
    update();
}

int IntervalChart::rowHeight() const {
    return scaled(size::tableRow);
}

QSize IntervalChart::sizeHint() const {
    return {scaled(size::chartWidth), static_cast<int>(m_rows.size()) * rowHeight()};
}

double IntervalChart::lowest() const {
    double low = 0;
    for (const IntervalRow& row : m_rows) {
        low = std::min({low, row.low.value_or(0), row.value.value_or(0)});
    }
    return low < -0.5 ? -1 : low < 0 ? -0.5 : 0;
}

void IntervalChart::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QFont face = ui::font(TextRole::Interface);
    const QFont small = ui::font(TextRole::Label);
    const QFontMetrics metrics(face);
    const QFontMetrics smallMetrics(small);
    int nameWidth = 0;
    int textWidth = 0;
    int remarkWidth = 0;
    for (const IntervalRow& row : m_rows) {
        // One more: eliding measures fractions.
        nameWidth = std::max(nameWidth, metrics.horizontalAdvance(row.name) + 1);
        textWidth = std::max(textWidth, metrics.horizontalAdvance(text(row)));
        remarkWidth = std::max(remarkWidth, smallMetrics.horizontalAdvance(row.remark));
    }
    const int gap = scaled(space::l);
    nameWidth = std::min(nameWidth, width() / 3);
    // The plot gives way first: the same is said in numbers.
    const int plotWidth = width() - nameWidth - textWidth - remarkWidth - 3 * gap;
    const bool hasPlot = plotWidth >= scaled(size::progressWidth) / 2;
    const double low = lowest();
    const int height = rowHeight();
    const auto xOf = [&](double value) { return nameWidth + gap + (std::clamp(value, low, 1.0) - low) / (1 - low) * plotWidth; };
    for (std::size_t at = 0; at < m_rows.size(); ++at) {
        const IntervalRow& row = m_rows[at];
        const QRect area(0, static_cast<int>(at) * height, width(), height);
        if (at > 0) {
            painter.fillRect(QRect(area.left(), area.top(), area.width(), size::hairline), color(ColorRole::Border));
        }
        painter.setFont(face);
        painter.setPen(color(ColorRole::Text));
        painter.drawText(QRect(0, area.top(), nameWidth, height), Qt::AlignVCenter | Qt::AlignLeft,
                         metrics.elidedText(row.name, Qt::ElideRight, nameWidth));
        if (hasPlot) {
            const double middle = area.top() + height / 2.0;
            painter.setPen(QPen(color(ColorRole::Border), size::hairline));
            painter.drawLine(QPointF(xOf(low), middle), QPointF(xOf(1), middle));
            painter.setPen(QPen(color(ColorRole::StrongBorder), size::hairline));
            painter.drawLine(QPointF(xOf(0), middle - height / 5.0), QPointF(xOf(0), middle + height / 5.0));
            if (row.low && row.high) {
                painter.setPen(QPen(color(ColorRole::Accent), 2));
                painter.drawLine(QPointF(xOf(*row.low), middle), QPointF(xOf(*row.high), middle));
            }
            if (row.value) {
                painter.setPen(Qt::NoPen);
                painter.setBrush(color(ColorRole::Accent));
                const double radius = scaled(size::dot) / 2.0;
                painter.drawEllipse(QPointF(xOf(*row.value), middle), radius, radius);
            }
        }
        painter.setPen(color(row.value ? ColorRole::Text : ColorRole::MutedText));
        const int textLeft = width() - remarkWidth - gap - textWidth;
        painter.drawText(QRect(textLeft, area.top(), textWidth, height), Qt::AlignVCenter | Qt::AlignLeft, text(row));
        painter.setFont(small);
        painter.setPen(color(ColorRole::MutedText));
        painter.drawText(QRect(width() - remarkWidth, area.top(), remarkWidth, height), Qt::AlignVCenter | Qt::AlignRight,
                         row.remark);
    }
}

} // namespace trutina::ui
