// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/probe_summary.h"

#include "engine/analysis/ranking.h"

#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

#include <vector>

namespace trutina::cli {

void ProbeSummary::add(std::string_view line) {
    const auto record = nlohmann::json::parse(line, nullptr, false);
    const auto blind = record.is_object() ? record.find("blind") : record.end();
    if (!record.is_object() || blind == record.end() || !blind->is_object()) {
        return;
    }
    ++m_records;
    for (const double gap : blind->at("gap")) {
        m_gaps += gap;
        ++m_scores;
    }
    const auto scores = blind->at("scores").get<std::vector<float>>();
    if (scores.size() > 1) {
        ++m_ranked;
        m_same += engine::descendingOrder(scores) == record.at("order").get<std::vector<int>>() ? 1 : 0;
    }
}

std::string ProbeSummary::text() const {
    if (m_records == 0) {
        return "No record has media, so nothing was hidden.";
    }
    std::string text = fmt::format("Mean gap between the scores with and without media: {:+.4f}, over {} scores of {} records.",
                                   m_gaps / static_cast<double>(m_scores), m_scores, m_records);
    if (m_ranked > 0) {
        text += fmt::format(" {} of {} records rank their candidates the same without media.", m_same, m_ranked);
    }
    return text;
}

} // namespace trutina::cli
