// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/line_chart.h"

#include "ui/models/training_curves.h"
#include "ui/models/wording.h"
#include "ui/style/page_sizes.h"
#include "ui/style/theme.h"
#include "ui/style/tokens.h"

#include <QAccessible>
#include <QFontMetricsF>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace trutina::ui {

namespace {

constexpr int kGridLines = 3;
constexpr double kLineWidth = 2;
constexpr double kPointRadius = 3;

/// The next number that reads well at the top of an axis, and so does its half.
double niceAbove(double value) {
    const double magnitude = std::pow(10, std::floor(std::log10(value)));
    for (const double step : {1.0, 1.2, 1.6, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0}) {
        if (value <= step * magnitude * (1 + 1e-9)) {
            return step * magnitude;
        }
    }
    return 10 * magnitude;
}

QString axisText(double value, NumberStyle style) {
    return style == NumberStyle::Plain ? QLocale().toString(value, 'g', 3) : TrainingCurves::number(value, style);
}

/// The last point at or before x.
const QPointF* pointAt(const Curve& curve, double x) {
    const auto after = std::upper_bound(curve.points.begin(), curve.points.end(), x,
                                        [](double at, const QPointF& point) { return at < point.x(); });
    return after == curve.points.begin() ? nullptr : &*std::prev(after);
}

} // namespace

LineChart::LineChart(QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void LineChart::setContent(const ChartContent& content) {
    m_content = content;
    const QList<double> known = places();
    if (m_cursor && !std::binary_search(known.begin(), known.end(), *m_cursor)) {
        m_cursor.reset();
    }
    setAccessibleName(content.title);
    setAccessibleDescription(valuesText());
    update();
}

QString LineChart::valuesText() const {
    const QList<double> known = places();
    if (known.isEmpty()) {
        return {};
    }
    const double x = m_cursor.value_or(known.last());
    QStringList values;
    for (const Curve& curve : m_content.curves) {
        if (const QPointF* point = pointAt(curve, x)) {
            values << tr("%1 %2").arg(curve.name, TrainingCurves::number(point->y(), m_content.style));
        }
    }
    return tr("%1 %2: %3").arg(m_content.xName, Wording::count(std::llround(x)), values.join(tr(", ")));
}

QSize LineChart::sizeHint() const {
    return {scaled(size::chartWidth), scaled(size::chartHeight)};
}

QSize LineChart::minimumSizeHint() const {
    return {scaled(size::smallestChartWidth), scaled(size::smallestChartHeight)};
}

QRectF LineChart::area() const {
    const QFontMetricsF metrics(ui::font(TextRole::Label));
    const Axis axis = yAxis();
    const double labels = std::max({metrics.horizontalAdvance(axisText(axis.least, m_content.style)),
                                    metrics.horizontalAdvance(axisText((axis.least + axis.most) / 2, m_content.style)),
                                    metrics.horizontalAdvance(axisText(axis.most, m_content.style))});
    const int line = lineHeight(TextRole::Label);
    return QRectF(rect()).adjusted(labels + space::s + size::focusRing, line + space::s, -space::m, -line - space::xs);
}

LineChart::Axis LineChart::yAxis() const {
    if (m_content.style == NumberStyle::Percent) {
        return {0, 1};
    }
    double least = 0; // the lines are of amounts: their zero means something
    double most = 0;
    for (const Curve& curve : m_content.curves) {
        for (const QPointF& point : curve.points) {
            if (std::isfinite(point.y())) {
                least = std::min(least, point.y());
                most = std::max(most, point.y());
            }
        }
    }
    return most > least ? Axis{least, niceAbove(most)} : Axis{least, least + 1};
}

double LineChart::lastX() const {
    double last = std::max(1.0, m_content.xLast);
    for (const Curve& curve : m_content.curves) {
        if (!curve.points.isEmpty()) {
            last = std::max(last, curve.points.last().x());
        }
    }
    return last;
}

QPointF LineChart::place(const QPointF& point, const QRectF& area, const Axis& axis) const {
    return {area.left() + area.width() * point.x() / lastX(),
            area.bottom() - area.height() * (point.y() - axis.least) / (axis.most - axis.least)};
}

QList<double> LineChart::places() const {
    QList<double> found;
    for (const Curve& curve : m_content.curves) {
        for (const QPointF& point : curve.points) {
            found.append(point.x());
        }
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

void LineChart::setCursorAt(std::optional<double> x) {
    if (m_cursor == x) {
        return;
    }
    m_cursor = x;
    setAccessibleDescription(valuesText());
    QAccessibleEvent event(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&event);
    update();
}

void LineChart::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF where = area();
    const Axis axis = yAxis();
    paintAxes(painter, where, axis);
    for (const Curve& curve : m_content.curves) {
        paintCurve(painter, curve, where, axis);
    }
    if (m_cursor) {
        const double x = place({*m_cursor, axis.least}, where, axis).x();
        painter.setPen(QPen(color(ColorRole::StrongBorder), size::hairline));
        painter.drawLine(QPointF(x, where.top()), QPointF(x, where.bottom()));
        for (const Curve& curve : m_content.curves) {
            if (const QPointF* point = pointAt(curve, *m_cursor)) {
                painter.setPen(Qt::NoPen);
                painter.setBrush(slotColor(curve.slot));
                painter.drawEllipse(place(*point, where, axis), kPointRadius + 1, kPointRadius + 1);
            }
        }
    }
    paintHead(painter);
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(color(ColorRole::Accent), size::focusRing));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), size::badgeRadius, size::badgeRadius);
    }
}

/// Names of the lines in their colours, or, with a cursor, the values under it.
void LineChart::paintHead(QPainter& painter) const {
    painter.setFont(ui::font(TextRole::Label));
    const QFontMetricsF metrics(painter.font());
    double right = width() - space::m;
    const double baseline = size::focusRing + metrics.ascent();
    if (m_content.curves.size() == 1 && !m_cursor) {
        return; // the title says what it is
    }
    for (auto curve = m_content.curves.crbegin(); curve != m_content.curves.crend(); ++curve) {
        QString words = curve->name;
        if (const QPointF* point = m_cursor ? pointAt(*curve, *m_cursor) : nullptr) {
            words = tr("%1 %2").arg(curve->name, TrainingCurves::number(point->y(), m_content.style));
        }
        right -= metrics.horizontalAdvance(words);
        painter.setPen(slotColor(curve->slot));
        painter.drawText(QPointF(right, baseline), words);
        right -= space::m;
    }
    if (m_cursor) {
        painter.setPen(color(ColorRole::MutedText));
        painter.drawText(QPointF(area().left(), baseline),
                         tr("%1 %2").arg(m_content.xName, Wording::count(std::llround(*m_cursor))));
    }
}

void LineChart::paintAxes(QPainter& painter, const QRectF& area, const Axis& axis) const {
    painter.setFont(ui::font(TextRole::Label));
    const QFontMetricsF metrics(painter.font());
    for (int line = 0; line < kGridLines; ++line) {
        const double share = static_cast<double>(line) / (kGridLines - 1);
        const double y = std::round(area.bottom() - area.height() * share) + 0.5;
        painter.setPen(QPen(color(ColorRole::Border), size::hairline));
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
        const QString words = axisText(axis.least + (axis.most - axis.least) * share, m_content.style);
        painter.setPen(color(ColorRole::MutedText));
        painter.drawText(QPointF(area.left() - space::s - metrics.horizontalAdvance(words), y + metrics.ascent() / 2 - 1), words);
    }
    const double baseline = area.bottom() + space::xs + metrics.ascent();
    painter.drawText(QPointF(area.left(), baseline), Wording::count(0));
    const QString last = tr("%1 %2").arg(m_content.xName, Wording::count(std::llround(lastX())));
    painter.drawText(QPointF(area.right() - metrics.horizontalAdvance(last), baseline), last);
}

void LineChart::paintCurve(QPainter& painter, const Curve& curve, const QRectF& area, const Axis& axis) const {
    // More points than pixels cost time and show nothing.
    const auto most = std::max<qsizetype>(2, static_cast<qsizetype>(2 * area.width()));
    const qsizetype stride = std::max<qsizetype>(1, (curve.points.size() + most - 1) / most);
    QPolygonF line;
    for (qsizetype i = 0; i < curve.points.size(); i += stride) {
        if (std::isfinite(curve.points[i].y())) {
            line.append(place(curve.points[i], area, axis));
        }
    }
    if (stride > 1 && std::isfinite(curve.points.last().y())) {
        line.append(place(curve.points.last(), area, axis));
    }
    painter.setPen(QPen(slotColor(curve.slot), kLineWidth, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(line);
    if (curve.showsPoints || line.size() == 1) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(slotColor(curve.slot));
        for (const QPointF& point : std::as_const(line)) {
            painter.drawEllipse(point, kPointRadius, kPointRadius);
        }
    }
}

void LineChart::mouseMoveEvent(QMouseEvent* event) {
    const QList<double> known = places();
    if (known.isEmpty()) {
        return;
    }
    const QRectF where = area();
    const double x = (event->position().x() - where.left()) / where.width() * lastX();
    auto nearest = std::lower_bound(known.begin(), known.end(), x);
    if (nearest == known.end() || (nearest != known.begin() && x - *std::prev(nearest) < *nearest - x)) {
        --nearest;
    }
    setCursorAt(*nearest);
    QToolTip::showText(event->globalPosition().toPoint(), valuesText(), this);
}

void LineChart::leaveEvent(QEvent* /*event*/) {
    if (!hasFocus()) {
        setCursorAt(std::nullopt);
    }
}

void LineChart::focusOutEvent(QFocusEvent* event) {
    setCursorAt(std::nullopt);
    QWidget::focusOutEvent(event);
}

void LineChart::keyPressEvent(QKeyEvent* event) {
    const QList<double> known = places();
    if (known.isEmpty()) {
        QWidget::keyPressEvent(event);
        return;
    }
    auto index =
        m_cursor ? static_cast<qsizetype>(std::lower_bound(known.begin(), known.end(), *m_cursor) - known.begin()) : known.size();
    switch (event->key()) {
    case Qt::Key_Left:
        index = std::max<qsizetype>(0, index - 1);
        break;
    case Qt::Key_Right:
        index = std::min(known.size() - 1, index + 1);
        break;
    case Qt::Key_Home:
        index = 0;
        break;
    case Qt::Key_End:
        index = known.size() - 1;
        break;
    case Qt::Key_Escape:
        if (m_cursor) {
            setCursorAt(std::nullopt);
            return;
        }
        [[fallthrough]];
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    setCursorAt(known[index]);
}

} // namespace trutina::ui
