// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/vote_words.h"

#include "storage/formats/choice_words.h"

#include <array>
#include <chrono>
#include <cstdio>

namespace trutina::storage {

std::string wordOf(Decision decision) {
    switch (decision) {
    case Decision::Winner:
        return "winner";
    case Decision::Tie:
        return "tie";
    case Decision::AllBad:
        return "all_bad";
    case Decision::Skip:
        return "skip";
    }
    return {};
}

std::string wordOf(Strength strength) {
    return wordOf(kStrengthWords, strength);
}

std::string annotatorOf(const VoteRecord& vote) {
    return vote.annotatorName.empty() ? "annotator " + std::to_string(vote.annotator.value) : vote.annotatorName;
}

std::string utcTime(std::int64_t milliseconds) {
    using namespace std::chrono;
    const sys_time<std::chrono::milliseconds> time{std::chrono::milliseconds(milliseconds)};
    const auto day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(time - day);
    std::array<char, 64> text{};
    const int length =
        std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                      static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                      static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
    return {text.data(), static_cast<std::size_t>(length)};
}

const MeasurementRecord* latestScore(const std::vector<MeasurementRecord>& measurements, CandidateId candidate,
                                     const MeasurementSetting* setting) {
    const MeasurementRecord* latest = nullptr;
    for (const MeasurementRecord& measurement : measurements) {
        const bool fits = measurement.candidate == candidate && measurement.kind == MeasurementKind::Score &&
                          measurement.values.size() == 1 && (setting == nullptr || measurement.setting == *setting);
        if (fits && (latest == nullptr || measurement.createdAtMilliseconds > latest->createdAtMilliseconds ||
                     (measurement.createdAtMilliseconds == latest->createdAtMilliseconds && latest->id < measurement.id))) {
            latest = &measurement;
        }
    }
    return latest;
}

} // namespace trutina::storage
