// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/question.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace trutina::demo {

// A question as the files of docs/demo-model.md have it. `media`: names of its files in the folder media.

/// Of training data: the right answer is the first conversation.
[[nodiscard]] nlohmann::ordered_json pairRecord(const std::string& id, const Question& question,
                                                const std::vector<std::string>& media);
/// A conversation record; `meta.right` is the place of the right answer.
[[nodiscard]] nlohmann::ordered_json heldOutRecord(const std::string& id, const Question& question,
                                                   const std::vector<std::string>& media);
/// A conversation record with both answers, each in its shortest and its longest wording, in an order that seed and number give
/// and that tells nothing; `meta.right` lists the places of the right ones.
[[nodiscard]] nlohmann::ordered_json itemRecord(const std::string& id, std::uint64_t seed, std::uint64_t number,
                                                const Question& question, const std::vector<std::string>& media);

} // namespace trutina::demo
