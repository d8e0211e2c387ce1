// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/transfer/column_mapping.h"

#include "ui/style/page_sizes.h"
#include "ui/style/tokens.h"
#include "ui/widgets/elided_label.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLineEdit>

namespace trutina::ui {

namespace {

/// What the formats call the parts of their records; any other name can be typed.
const QStringList& knownFields() {
    static const QStringList fields = {
        QStringLiteral("id"),       QStringLiteral("prompt"),   QStringLiteral("messages"),     QStringLiteral("chosen"),
        QStringLiteral("rejected"), QStringLiteral("answers"),  QStringLiteral("answer_1"),     QStringLiteral("answer_2"),
        QStringLiteral("answer_3"), QStringLiteral("answer_4"), QStringLiteral("winner"),       QStringLiteral("order"),
        QStringLiteral("scores"),   QStringLiteral("ratings"),  QStringLiteral("ground_truth"), QStringLiteral("image"),
        QStringLiteral("images"),   QStringLiteral("media"),    QStringLiteral("annotator"),    QStringLiteral("judge"),
        QStringLiteral("strength"), QStringLiteral("tags")};
    return fields;
}

} // namespace

ColumnMapping::ColumnMapping(QWidget* parent) : QWidget(parent), m_grid(new QGridLayout(this)) {
    m_grid->setContentsMargins({});
    m_grid->setHorizontalSpacing(space::m);
    m_grid->setVerticalSpacing(space::xs);
    m_grid->setColumnStretch(1, 1);
}

void ColumnMapping::setColumns(const QStringList& columns) {
    if (columns != m_columns) {
        m_columns = columns;
        rebuild();
    }
}

void ColumnMapping::choose(const QString& column, const QString& field) {
    m_fields.insert(column, field);
    rebuild();
    Q_EMIT changed();
}

QMap<QString, QString> ColumnMapping::mapping() const {
    QMap<QString, QString> mapping;
    for (const QString& column : m_columns) {
        const QString field = m_fields.value(column, column).trimmed();
        if (!field.isEmpty() && field != column) {
            mapping.insert(column, field);
        }
    }
    return mapping;
}

void ColumnMapping::rebuild() {
    while (QLayoutItem* item = m_grid->takeAt(0)) {
        if (item->widget() != nullptr) {
            item->widget()->hide(); // it may be the one whose signal this is
            item->widget()->deleteLater();
        }
        delete item;
    }
    int row = 0;
    for (const QString& column : m_columns) {
        auto* name = new ElidedLabel(column);
        auto* field = new QComboBox;
        field->setEditable(true);
        field->setInsertPolicy(QComboBox::NoInsert);
        field->addItem(column);
        for (const QString& known : knownFields()) {
            if (known != column) {
                field->addItem(known);
            }
        }
        field->setCurrentText(m_fields.value(column, column));
        field->setAccessibleName(tr("Read the column %1 as").arg(column));
        field->setObjectName(QStringLiteral("column:") + column);
        name->setMinimumWidth(scaled(size::labelColumn));
        m_grid->addWidget(name, row, 0);
        m_grid->addWidget(field, row++, 1);
        const auto take = [this, column, field] {
            if (m_fields.value(column, column) != field->currentText()) {
                m_fields.insert(column, field->currentText());
                Q_EMIT changed();
            }
        };
        connect(field, &QComboBox::activated, this, take);
        connect(field->lineEdit(), &QLineEdit::editingFinished, this, take);
    }
}

} // namespace trutina::ui
