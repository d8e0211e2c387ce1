// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/transfer/pair_rule_form.h"

#include "ui/dialogs/transfer/number_fields.h"
#include "ui/style/tokens.h"
#include "ui/widgets/wrapped_label.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace trutina::ui {

namespace {

QWidget* group(std::initializer_list<QLayout*> rows, const QString& hint = {}) {
    auto* widget = new QWidget;
    auto* column = new QVBoxLayout(widget);
    column->setContentsMargins({});
    column->setSpacing(space::s);
    for (QLayout* row : rows) {
        column->addLayout(row);
    }
    if (!hint.isEmpty()) {
        column->addWidget(new WrappedLabel(hint));
    }
    return widget;
}

QHBoxLayout* alone(QWidget* widget) {
    auto* row = new QHBoxLayout;
    row->addWidget(widget);
    return row;
}

} // namespace

PairRuleForm::PairRuleForm(QWidget* parent)
    : QWidget(parent),
      m_source(new QComboBox),
      m_aspect(new QComboBox),
      m_gap(numberField(tr("Least gap"), 0, 1e9, 1, 0.5, 3)),
      m_verifier(new QComboBox),
      m_tolerance(numberField(tr("Tolerance"), 0, 1e9, 1e-6, 0.01, 9)),
      m_isAllowed(new QCheckBox(tr("Run this program on every answer"))),
      m_program(new QLineEdit),
      m_arguments(new QLineEdit),
      m_seconds(numberField(tr("Seconds per answer"), 0.1, 86400, 10, 1, 1)),
      m_ratio(numberField(tr("Length ratio"), 0, 1000, 0, 0.5, 2, tr("no limit"))),
      m_most(countField(tr("Most pairs of a record"), 0, 1000, 0, tr("all"))) {
    m_source->addItem(tr("Keep the answers together, to be judged"));
    m_source->addItem(tr("Make pairs from ratings or scores"));
    m_source->addItem(tr("Make pairs from a ground truth"));
    m_source->setAccessibleName(tr("Several answers to one question"));
    m_source->setObjectName(QStringLiteral("pairSource"));

    m_aspect->setEditable(true);
    m_aspect->setInsertPolicy(QComboBox::NoInsert);
    m_aspect->addItems({QStringLiteral("sum"), QStringLiteral("mean")});
    m_aspect->setAccessibleName(tr("Aspect"));
    m_aspect->setObjectName(QStringLiteral("aspect"));
    m_ratings = group({sentence(tr("Compare"), m_aspect, tr("of the ratings; an aspect can be typed by its name")),
                       sentence(tr("Better is what is at least"), m_gap, tr("higher"))});

    m_verifier->setObjectName(QStringLiteral("verifier"));
    m_verifier->setAccessibleName(tr("An answer is right when"));
    m_verifier->addItem(tr("it equals the truth"), QStringLiteral("exact"));
    m_verifier->addItem(tr("its last number is that of the truth"), QStringLiteral("numeric"));
    m_verifier->addItem(tr("its last lone letter is that of the truth"), QStringLiteral("choice"));
    m_verifier->addItem(tr("the truth, a regular expression, is found in it"), QStringLiteral("pattern"));
    m_verifier->addItem(tr("a program of mine says so"), QStringLiteral("command"));
    m_numeric = group({sentence(tr("Numbers may differ by"), m_tolerance)});
    m_program->setPlaceholderText(tr("The program"));
    m_program->setAccessibleName(tr("The program"));
    m_program->setObjectName(QStringLiteral("program"));
    auto* choose = new QPushButton(tr("Choose…"));
    choose->setAutoDefault(false);
    auto* program = new QHBoxLayout;
    program->addWidget(m_program, 1);
    program->addWidget(choose);
    m_arguments->setPlaceholderText(tr("Its arguments, in quotation marks where they hold spaces"));
    m_arguments->setAccessibleName(tr("Arguments"));
    m_isAllowed->setObjectName(QStringLiteral("allowProgram"));
    m_command =
        group({program, alone(m_arguments), alone(m_isAllowed), sentence(tr("End it after"), m_seconds, tr("seconds"))},
              tr("It reads one JSON object with id, prompt, messages, answer and ground_truth, and ends with 0 for right or 1 "
                 "for wrong. No shell is involved. The preview runs it, too."));
    m_truth = group({sentence(tr("An answer is right when"), m_verifier), alone(m_numeric), alone(m_command)});

    m_limits = group({sentence(tr("Drop pairs whose better answer is longer than"), m_ratio, tr("times the other")),
                      sentence(tr("Keep of one record"), m_most, tr("pairs, the widest gaps first"))});

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(space::m);
    layout->addWidget(m_source);
    layout->addWidget(m_ratings);
    layout->addWidget(m_truth);
    layout->addWidget(m_limits);

    const auto tell = [this] {
        refresh();
        Q_EMIT changed();
    };
    connect(m_source, &QComboBox::currentIndexChanged, this, tell);
    connect(m_aspect, &QComboBox::currentTextChanged, this, tell);
    connect(m_verifier, &QComboBox::currentIndexChanged, this, tell);
    connect(m_isAllowed, &QCheckBox::toggled, this, tell);
    // Another program is another permission.
    connect(m_program, &QLineEdit::textEdited, this, [this] { m_isAllowed->setChecked(false); });
    connect(m_arguments, &QLineEdit::editingFinished, this, tell);
    for (QDoubleSpinBox* field : {m_gap, m_tolerance, m_seconds, m_ratio}) {
        connect(field, &QDoubleSpinBox::valueChanged, this, tell);
    }
    connect(m_most, &QSpinBox::valueChanged, this, tell);
    connect(choose, &QPushButton::clicked, this, &PairRuleForm::chooseProgram);
    refresh();
}

PairRuleForm::Source PairRuleForm::source() const {
    return static_cast<Source>(m_source->currentIndex());
}

void PairRuleForm::chooseProgram() {
    auto* dialog = new QFileDialog(this, tr("Choose a program"));
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
        m_program->setText(file);
        m_isAllowed->setChecked(false);
        refresh();
        Q_EMIT changed();
    });
    dialog->open();
}

QString PairRuleForm::missing() const {
    if (source() == Source::Ratings && m_aspect->currentText().trimmed().isEmpty()) {
        return tr("Name the rating to compare.");
    }
    if (source() == Source::Truth && m_verifier->currentData() == QStringLiteral("command")) {
        if (m_program->text().trimmed().isEmpty()) {
            return tr("Name the program that tells right answers from wrong ones.");
        }
        if (!m_isAllowed->isChecked()) {
            return tr("The program is not run before you tick the box below it.");
        }
    }
    return {};
}

contracts::PairBuildingChoice PairRuleForm::choice() const {
    contracts::PairBuildingChoice choice;
    choice.maxLengthRatio = m_ratio->value();
    choice.maxPairs = m_most->value();
    if (!missing().isEmpty() || source() == Source::None) {
        return choice;
    }
    if (source() == Source::Ratings) {
        choice.rating = m_aspect->currentText().trimmed();
        choice.minimumGap = m_gap->value();
        return choice;
    }
    choice.verifier = m_verifier->currentData().toString();
    choice.tolerance = m_tolerance->value();
    if (choice.verifier == QStringLiteral("command")) {
        choice.program = m_program->text().trimmed();
        choice.arguments = QProcess::splitCommand(m_arguments->text());
        choice.secondsPerAnswer = m_seconds->value();
    }
    return choice;
}

void PairRuleForm::refresh() {
    const QString verifier = m_verifier->currentData().toString();
    m_ratings->setVisible(source() == Source::Ratings);
    m_truth->setVisible(source() == Source::Truth);
    m_numeric->setVisible(verifier == QStringLiteral("numeric"));
    m_command->setVisible(verifier == QStringLiteral("command"));
    m_limits->setVisible(source() != Source::None);
}

} // namespace trutina::ui
