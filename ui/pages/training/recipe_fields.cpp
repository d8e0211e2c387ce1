// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/training/recipe_fields.h"

#include "ui/style/page_sizes.h"
#include "ui/style/tokens.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/wrapped_label.h"

#include <QGridLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace trutina::ui {

RecipeFields::RecipeFields(TrainingForm& form, QWidget* parent)
    : QWidget(parent), m_form(form), m_more(new QPushButton(tr("More"))) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    for (const TrainingForm::Spec& spec : TrainingForm::specs()) {
        addRow(*column, spec);
    }
    m_more->setProperty("variant", QStringLiteral("link"));
    m_more->setAccessibleName(tr("More numbers of the recipe"));
    column->addWidget(m_more, 0, Qt::AlignLeft);
    connect(m_more, &QPushButton::clicked, this, [this] {
        m_showsMore = !m_showsMore;
        refresh();
    });
    refresh();
}

void RecipeFields::addRow(QVBoxLayout& column, const TrainingForm::Spec& spec) {
    auto* edit = new QLineEdit;
    edit->setFixedWidth(scaled(size::recipeField));
    edit->setAlignment(Qt::AlignRight);
    edit->setAccessibleName(spec.label);
    edit->setAccessibleDescription(spec.explanation);
    auto* label = new TextLabel(spec.label, TextRole::Interface);
    label->setBuddy(edit);
    auto* explanation = new WrappedLabel(spec.explanation);
    // One widget per number: rows that are hidden leave no gaps.
    auto* row = new QWidget;
    auto* layout = new QGridLayout(row);
    layout->setContentsMargins(0, 0, 0, space::s);
    layout->setHorizontalSpacing(space::m);
    layout->setVerticalSpacing(2);
    layout->setColumnStretch(0, 1);
    layout->addWidget(label, 0, 0);
    layout->addWidget(explanation, 1, 0);
    layout->addWidget(edit, 0, 1, 2, 1, Qt::AlignVCenter);
    column.addWidget(row);
    m_rows.insert(spec.field, {edit, row});
    connect(edit, &QLineEdit::textEdited, this, [this, field = spec.field](const QString& text) {
        m_form.setText(field, text);
        Q_EMIT edited();
    });
}

void RecipeFields::refresh() {
    for (const TrainingForm::Spec& spec : TrainingForm::specs()) {
        const Row row = m_rows.value(spec.field);
        if (row.edit->text() != m_form.text(spec.field)) {
            row.edit->setText(m_form.text(spec.field));
        }
        const bool isShown =
            (m_showsMore || !spec.isRare) && (!spec.forAdaptersOnly || m_form.mode == engine::TrainingMode::Lora);
        row.widget->setVisible(isShown);
    }
    m_more->setText(m_showsMore ? tr("Less") : tr("More"));
}

} // namespace trutina::ui
