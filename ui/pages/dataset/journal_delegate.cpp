// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/dataset/journal_delegate.h"

#include "ui/models/journal_model.h"
#include "ui/style/tokens.h"

#include <QPainter>

namespace trutina::ui {

void JournalDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    painter->save();
    const QRect area = option.rect;
    if (option.state.testFlag(QStyle::State_Selected)) {
        painter->fillRect(area, color(ColorRole::AccentSoft));
    }
    painter->fillRect(QRect(area.left(), area.bottom(), area.width(), size::hairline), color(ColorRole::Border));
    const QRect room = area.adjusted(scaled(space::l), 0, -scaled(space::l), 0);
    const bool undone = index.data(JournalModel::UndoneRole).toBool();
    const QString when = undone ? tr("undone") : index.data(JournalModel::WhenRole).toString();
    const QFont small = ui::font(TextRole::Label);
    const int whenWidth = QFontMetrics(small).horizontalAdvance(when);
    painter->setFont(small);
    painter->setPen(color(ColorRole::MutedText));
    painter->drawText(room, Qt::AlignVCenter | Qt::AlignRight, when);

    QFont face = ui::font(TextRole::Interface);
    face.setStrikeOut(undone);
    painter->setFont(face);
    painter->setPen(color(undone ? ColorRole::MutedText : ColorRole::Text));
    const QRect words = room.adjusted(0, 0, -whenWidth - scaled(space::l), 0);
    painter->drawText(words, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                      QFontMetrics(face).elidedText(index.data().toString(), Qt::ElideRight, words.width()));
    painter->restore();
}

QSize JournalDelegate::sizeHint(const QStyleOptionViewItem& /*option*/, const QModelIndex& /*index*/) const {
    return {scaled(size::minimumPane), scaled(size::tableRow)};
}

} // namespace trutina::ui
