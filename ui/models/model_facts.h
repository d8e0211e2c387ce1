// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/model_info.h"

#include <QCoreApplication>
#include <QList>
#include <QString>
#include <QStringList>

#include <vector>

namespace trutina::ui {

/// What an inspection of a model folder says, in words.
class ModelFacts {
    Q_DECLARE_TR_FUNCTIONS(trutina::ui::ModelFacts)
  public:
    struct Fact {
        QString label;
        QString value;
    };
    enum class Fit { Unknown, Fits, Tight, TooBig };

    explicit ModelFacts(engine::ModelInspection inspection);

    [[nodiscard]] QList<Fact> facts() const;   ///< architecture, sizes, files
    [[nodiscard]] QStringList missing() const; ///< one line each, with the shape problem where that is it
    [[nodiscard]] QStringList unexpected() const;
    [[nodiscard]] QString verdict() const; ///< one sentence: can it be loaded
    [[nodiscard]] bool isLoadable() const { return m_inspection.isComplete(); }
    [[nodiscard]] bool isTrained() const { return m_inspection.trained; }

    [[nodiscard]] Fit fit(qint64 freeBytes) const;
    [[nodiscard]] QString fitSentence(qint64 freeBytes) const; ///< "Needs about 2.1 GB; 14.9 GB are free."

    [[nodiscard]] static QString shape(const std::vector<std::int64_t>& shape); ///< "96 × 288"
    [[nodiscard]] static QString untrainedNotice();

  private:
    engine::ModelInspection m_inspection;
};

} // namespace trutina::ui
