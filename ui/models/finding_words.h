// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/finding.h"

#include <QCoreApplication>
#include <QString>

namespace trutina::ui {

/// Findings of the doctor as people read them.
class FindingWords {
    Q_DECLARE_TR_FUNCTIONS(trutina::ui::FindingWords)
  public:
    [[nodiscard]] static QString title(const storage::Finding& finding); ///< "Identical answers", "Always first: ada"
    [[nodiscard]] static QString severity(storage::Severity severity);
    [[nodiscard]] static QString cureVerb(storage::Cure cure);            ///< "Tag the items"; empty without a cure
    [[nodiscard]] static QString done(const storage::CureReport& report); ///< "Removed 3 items."
};

} // namespace trutina::ui
