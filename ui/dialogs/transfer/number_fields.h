// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QDoubleSpinBox;
class QHBoxLayout;
class QSpinBox;
class QWidget;

namespace trutina::ui {

/// A field for a number without arrows: the arrow keys and the wheel step. `atLeast` is shown as `nothing` when that is given.
QDoubleSpinBox* numberField(const QString& name, double least, double most, double value, double step, int decimals,
                            const QString& nothing = {});
QSpinBox* countField(const QString& name, int least, int most, int value, const QString& nothing = {});

/// A sentence with a field in it: what stands before it, the field, what stands behind it.
QHBoxLayout* sentence(const QString& before, QWidget* field, const QString& after = {});

} // namespace trutina::ui
