// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/readers/ratings.h"

#include "storage/formats/json_access.h"
#include "storage/formats/readers/pair_building.h"
#include "storage/formats/utf8.h"
#include "storage/repositories/checks.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace trutina::storage {
namespace {

using Json = nlohmann::json;

std::optional<double> figureOf(const Json& value) {
    if (const auto number = numberOf(value)) {
        return number;
    }
    const Json* rating = member(value, "Rating");
    rating = rating == nullptr ? member(value, "rating") : rating;
    return rating == nullptr ? std::nullopt : numberOf(*rating);
}

/// The figure that the rule asks for; nothing where a rating is missing or no number ("N/A").
std::optional<double> figureOf(const Json& ratings, const std::string& aspect) {
    if (!ratings.is_object() || ratings.contains("Rating") || ratings.contains("rating")) {
        return figureOf(ratings);
    }
    if (aspect != "sum" && aspect != "mean") {
        const Json* value = member(ratings, aspect.c_str());
        return value == nullptr ? std::nullopt : figureOf(*value);
    }
    double sum = 0;
    for (const Json& value : ratings) {
        const auto figure = figureOf(value);
        if (!figure) {
            return std::nullopt;
        }
        sum += *figure;
    }
    if (ratings.empty()) {
        return std::nullopt;
    }
    return aspect == "sum" ? sum : sum / static_cast<double>(ratings.size());
}

} // namespace

void addRated(NewItem item, const std::vector<Json>& ratings, const ReadingOptions& options, RecordItems& out) {
    const std::string& aspect = options.pairs.rating;
    if (aspect.empty()) {
        if (item.candidates.size() > kMostCandidates) {
            throw Failure("record.too_many_candidates",
                          "The record has " + std::to_string(item.candidates.size()) + " candidates.",
                          "An item holds at most nine: choose a rule that makes pairs.");
        }
        Json meta = item.meta.empty() ? Json::object() : Json::parse(item.meta);
        meta["ratings"] = ratings;
        item.meta = meta.dump();
        out.items.push_back(std::move(item));
        return;
    }
    std::vector<std::optional<double>> figures;
    for (const Json& rating : ratings) {
        figures.push_back(figureOf(rating, aspect));
    }
    if (std::none_of(figures.begin(), figures.end(), [](const auto& figure) { return figure.has_value(); })) {
        throw Failure("pairs.rating", "No answer has a rating for " + inQuotes(aspect) + ".",
                      "Choose an aspect that the file names, sum or mean.");
    }
    buildPairs(item, figures, options.pairs.minimumGap, "rating " + aspect, options, out);
}

} // namespace trutina::storage
