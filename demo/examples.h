// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/media_questions.h"
#include "demo/question.h"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace trutina::demo {

/// Some questions about the same media, or some without any.
struct QuestionGroup {
    Media media;
    std::vector<Question> questions;
};

/// Keeps both values of a claim true equally often where the media come first and the question after them.
class Balance {
  public:
    /// Whether another claim with this truth keeps the balance.
    [[nodiscard]] bool welcomes(Kind kind, const Claim& claim, int trueValue) const;
    void add(Kind kind, const Claim& claim, int trueValue);

  private:
    std::map<std::string, int> m_lead; ///< by claim, and by coarser keys: how much oftener value 0 was true than value 1
};

/// What training pairs are like.
struct TrainingStyle {
    std::vector<Kind> kinds = {}; ///< empty: all
    Crowd crowd = Crowd::Usual;
    Comparing comparing = Comparing::AnyWay;
    int questionsPerMedium = 3; ///< at most; about some scenes there is less to ask
    bool isTerse = false;       ///< both answers in their shortest wording
    bool describes = false;     ///< about each medium one more pair: descriptions of it
};

/// Training groups, one after another. Threads: one at a time.
class TrainingStream {
  public:
    explicit TrainingStream(std::uint64_t seed, TrainingStyle style = {});
    [[nodiscard]] QuestionGroup next();

  private:
    [[nodiscard]] MediaKind nextMedia() const;
    [[nodiscard]] Kind rarestKind(MediaKind media) const;
    [[nodiscard]] Kind drawKind(Random& random, MediaKind media) const;
    void add(QuestionGroup& group, Question question);

    std::uint64_t m_seed;
    TrainingStyle m_style;
    std::array<std::int64_t, kAllKinds.size()> m_given{}; ///< questions so far, by kind
    std::uint64_t m_number = 0;
    Balance m_balance;
};

struct HeldOutExample {
    Media media;
    Question question;
};
/// Depends on nothing but its arguments. No training example of any seed shows its combination.
[[nodiscard]] HeldOutExample drawHeldOutExample(std::uint64_t seed, std::uint64_t number, Kind kind);

/// All kinds, in their order, where the list is empty.
[[nodiscard]] std::vector<Kind> kindsOrAll(std::vector<Kind> kinds);

} // namespace trutina::demo
