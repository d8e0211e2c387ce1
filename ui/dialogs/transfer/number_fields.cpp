// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/transfer/number_fields.h"

#include "ui/style/page_sizes.h"
#include "ui/style/tokens.h"
#include "ui/widgets/text_label.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QSpinBox>

namespace trutina::ui {

namespace {

void dress(QAbstractSpinBox& field, const QString& name, const QString& nothing) {
    field.setButtonSymbols(QAbstractSpinBox::NoButtons);
    field.setAccessibleName(name);
    field.setFixedWidth(scaled(size::numberField));
    if (!nothing.isEmpty()) {
        field.setSpecialValueText(nothing);
    }
}

} // namespace

QDoubleSpinBox* numberField(const QString& name, double least, double most, double value, double step, int decimals,
                            const QString& nothing) {
    auto* field = new QDoubleSpinBox;
    field->setDecimals(decimals);
    field->setRange(least, most);
    field->setSingleStep(step);
    field->setValue(value);
    field->setKeyboardTracking(false); // a value counts when it is typed to its end
    dress(*field, name, nothing);
    return field;
}

QSpinBox* countField(const QString& name, int least, int most, int value, const QString& nothing) {
    auto* field = new QSpinBox;
    field->setRange(least, most);
    field->setValue(value);
    field->setKeyboardTracking(false);
    dress(*field, name, nothing);
    return field;
}

QHBoxLayout* sentence(const QString& before, QWidget* field, const QString& after) {
    auto* row = new QHBoxLayout;
    row->setSpacing(space::s);
    auto* label = new TextLabel(before, TextRole::Interface);
    label->setBuddy(field);
    row->addWidget(label);
    row->addWidget(field);
    if (!after.isEmpty()) {
        row->addWidget(new TextLabel(after, TextRole::Interface));
    }
    row->addStretch(1);
    return row;
}

} // namespace trutina::ui
