// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/queue/item_delegate.h"

#include "ui/models/item_table_model.h"
#include "ui/style/icons.h"
#include "ui/style/page_sizes.h"
#include "ui/style/tokens.h"

#include <QPainter>

namespace trutina::ui {

namespace {

ColorRole inkOf(const QModelIndex& index) {
    switch (index.column()) {
    case ItemTableModel::PromptColumn:
    case ItemTableModel::AnswersColumn:
    case ItemTableModel::ModelColumn:
        return ColorRole::Text;
    case ItemTableModel::VoteColumn:
        return index.data(ItemTableModel::OpenRole).toBool() ? ColorRole::MutedText : ColorRole::Text;
    default:
        return ColorRole::MutedText;
    }
}

} // namespace

void ItemDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect area = option.rect;
    if (option.state.testFlag(QStyle::State_Selected)) {
        painter->fillRect(area, color(ColorRole::AccentSoft));
    }
    painter->fillRect(QRect(area.left(), area.bottom(), area.width(), size::hairline), color(ColorRole::Border));

    QRect room = area.adjusted(scaled(space::m), 0, -scaled(space::m), 0);
    if (index.column() == ItemTableModel::FlagColumn) {
        if (index.data(ItemTableModel::FlaggedRole).toBool()) {
            const int side = scaled(size::smallIcon);
            painter->drawPixmap(QRect(room.left(), area.center().y() - side / 2, side, side),
                                iconPixmap("flag", color(ColorRole::Accent), side, painter->device()->devicePixelRatioF()));
        }
        painter->restore();
        return;
    }
    ColorRole ink = inkOf(index);
    if (index.column() == ItemTableModel::ModelColumn) {
        const auto verdict = static_cast<ModelVerdict>(index.data(ItemTableModel::VerdictRole).toInt());
        if (verdict == ModelVerdict::Unknown) {
            ink = ColorRole::MutedText;
        } else {
            const int dot = scaled(size::dot);
            painter->setPen(Qt::NoPen);
            painter->setBrush(color(verdict == ModelVerdict::Agrees ? ColorRole::Good : ColorRole::Bad));
            painter->drawEllipse(QRect(room.left(), area.center().y() - dot / 2, dot, dot));
            room.setLeft(room.left() + dot + scaled(space::s));
        }
    }
    painter->setPen(color(ink));
    const QFont face = ui::font(TextRole::Interface);
    painter->setFont(face);
    const QString text = QFontMetrics(face).elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideRight, room.width());
    // A prompt reads in its own direction, whatever that of the window is.
    painter->setLayoutDirection(text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
    painter->drawText(room, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, text);
    painter->restore();
}

QSize ItemDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    return {QStyledItemDelegate::sizeHint(option, index).width(), scaled(size::tableRow)};
}

} // namespace trutina::ui
