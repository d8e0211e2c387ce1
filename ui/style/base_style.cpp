// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/base_style.h"

#include "ui/style/icons.h"
#include "ui/style/tokens.h"

#include <QPainter>
#include <QStyleOption>

#include <algorithm>

namespace trutina::ui {

namespace {

QColor frameColor(const QStyleOption& option) {
    if (!option.state.testFlag(QStyle::State_Enabled)) {
        return color(ColorRole::Border);
    }
    return color(option.state.testFlag(QStyle::State_HasFocus) ? ColorRole::Accent : ColorRole::StrongBorder);
}

void drawIcon(QPainter& painter, const char* name, QColor tint, const QRect& area, int pixels) {
    const QPixmap pixmap = iconPixmap(name, tint, pixels, painter.device()->devicePixelRatioF());
    QRect target(QPoint(), QSize(pixels, pixels));
    target.moveCenter(area.center());
    painter.drawPixmap(target, pixmap);
}

void drawCheckBox(const QStyleOption& option, QPainter& painter) {
    const bool isOn = option.state.testFlag(QStyle::State_On);
    const bool isPartly = option.state.testFlag(QStyle::State_NoChange);
    const bool isEnabled = option.state.testFlag(QStyle::State_Enabled);
    const bool isFilled = isOn || isPartly;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(isFilled && isEnabled ? color(ColorRole::Accent) : frameColor(option), size::hairline));
    painter.setBrush(isFilled ? color(isEnabled ? ColorRole::Accent : ColorRole::Border) : color(ColorRole::Panel));
    const QRectF box = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.drawRoundedRect(box, space::xs, space::xs);
    if (isOn) {
        drawIcon(painter, "check", color(ColorRole::OnAccent), option.rect, option.rect.width() - space::xs);
    } else if (isPartly) {
        painter.setPen(QPen(color(ColorRole::OnAccent), size::focusRing));
        painter.drawLine(QPointF(box.left() + space::xs, box.center().y()), QPointF(box.right() - space::xs, box.center().y()));
    }
}

void drawRadioButton(const QStyleOption& option, QPainter& painter) {
    const bool isOn = option.state.testFlag(QStyle::State_On);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(isOn ? color(ColorRole::Accent) : frameColor(option), isOn ? size::focusRing : size::hairline));
    painter.setBrush(color(ColorRole::Panel));
    const QRectF box = QRectF(option.rect).adjusted(1, 1, -1, -1);
    painter.drawEllipse(box);
    if (isOn) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(color(ColorRole::Accent));
        painter.drawEllipse(box.adjusted(space::xs, space::xs, -space::xs, -space::xs));
    }
}

} // namespace

BaseStyle::BaseStyle() : QProxyStyle(QStringLiteral("fusion")) {}

void BaseStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                              const QWidget* widget) const {
    painter->save();
    switch (element) {
    case PE_FrameFocusRect:
        break;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        drawCheckBox(*option, *painter);
        break;
    case PE_IndicatorRadioButton:
        drawRadioButton(*option, *painter);
        break;
    case PE_IndicatorArrowDown:
    case PE_IndicatorArrowRight: {
        const char* name = element == PE_IndicatorArrowDown ? "chevron-down" : "chevron-right";
        drawIcon(*painter, name, color(ColorRole::MutedText), option->rect, size::smallIcon);
        break;
    }
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
    painter->restore();
}

void BaseStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                                   const QWidget* widget) const {
    const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option);
    if (control != CC_ComboBox || combo == nullptr) {
        QProxyStyle::drawComplexControl(control, option, painter, widget);
        return;
    }
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (combo->frame) {
        const bool isHovered = combo->state.testFlag(State_MouseOver) && combo->state.testFlag(State_Enabled) && !combo->editable;
        painter->setPen(QPen(frameColor(*combo), size::hairline));
        painter->setBrush(color(isHovered ? ColorRole::Sunken : ColorRole::Panel));
        painter->drawRoundedRect(QRectF(combo->rect).adjusted(0.5, 0.5, -0.5, -0.5), size::controlRadius, size::controlRadius);
    }
    const QRect arrow = subControlRect(CC_ComboBox, combo, SC_ComboBoxArrow, widget);
    drawIcon(*painter, "chevron-down", color(ColorRole::MutedText), arrow, size::smallIcon);
    painter->restore();
}

QRect BaseStyle::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                                const QWidget* widget) const {
    QRect area = QProxyStyle::subControlRect(control, option, part, widget);
    if (control == CC_ComboBox && part == SC_ComboBoxEditField) {
        area.adjust(space::s, 0, 0, 0); // as far in as the text of a line edit
    }
    return area;
}

int BaseStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
    switch (metric) {
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return scaled(size::smallIcon + 2);
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
        return space::s;
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
        return scaled(size::smallIcon);
    case PM_SplitterWidth:
        return space::s;
    case PM_LayoutHorizontalSpacing:
        return space::s;
    case PM_LayoutVerticalSpacing:
        return space::m;
    case PM_LayoutLeftMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutBottomMargin:
        return space::l;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int BaseStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* returnData) const {
    switch (hint) {
    case SH_ComboBox_Popup:
        return 0;
    case SH_DialogButtonBox_ButtonsHaveIcons:
        return 0;
    case SH_ItemView_ActivateItemOnSingleClick:
        return 0;
    default:
        return QProxyStyle::styleHint(hint, option, widget, returnData);
    }
}

QSize BaseStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& contents,
                                  const QWidget* widget) const {
    QSize result = QProxyStyle::sizeFromContents(type, option, contents, widget);
    if (type == CT_ComboBox) {
        result.setHeight(std::max(result.height(), scaled(size::control)));
        result.rwidth() += space::m;
    }
    return result;
}

} // namespace trutina::ui
