// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/scene_batches.h"

#include "engine/api/error.h"
#include "engine/media/picture_sink.h"
#include "engine/media/sheet_builder.h"
#include "engine/model/image_encoder.h"
#include "engine/training/counter_random.h"
#include "engine/training/parallel_items.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace trutina::engine {

namespace {

constexpr std::uint64_t kHeldOutSalt = 0x5ce7e5; // so that no other choice from the same seed goes along with this one

} // namespace

SceneBatches::SceneBatches(const std::filesystem::path& file, const Options& options, Pace& pace)
    : m_options(options), m_set(readScenes(file)), m_items(m_set.scenes.size()) {
    constexpr std::size_t kAtOnce = 256;
    std::int64_t kept = 0;
    for (std::size_t begin = 0; begin < m_items.size(); begin += kAtOnce) {
        pace.checkpoint();
        const auto count = std::min(kAtOnce, m_items.size() - begin);
        forItems(count, [&](std::size_t i) { m_items[begin + i] = read(begin + i); });
        for (std::size_t i = begin; i < begin + count; ++i) {
            kept += static_cast<std::int64_t>(m_items[i].sheet.rgb.size());
            if (kept > m_options.keepBytes) {
                m_items[i].sheet = Picture();
            }
        }
    }
    std::size_t views = 0;
    constexpr std::uint64_t kShares = std::uint64_t{1} << 32;
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        const std::uint64_t random = scrambled(scrambled(m_options.seed ^ kHeldOutSalt) ^ i);
        const bool isHeldOut =
            static_cast<double>(below(random, kShares)) < m_options.heldOutShare * static_cast<double>(kShares);
        (isHeldOut ? m_heldOut : m_training).push_back(i);
        views += isHeldOut ? 0 : m_items[i].truths.size();
    }
    if (m_training.empty()) {
        throw Failure("training.scenes", "No scene is left to learn from.", "Give more scenes, or hold out a smaller share.");
    }
    const auto wanted = static_cast<std::size_t>(m_options.viewsPerStep);
    m_picturesPerStep = std::max<std::size_t>(1, (wanted * m_training.size() + views / 2) / views);
}

SceneBatches::Item SceneBatches::read(std::size_t scene) const {
    const SheetOptions& sheets = m_options.sheets;
    SheetBuilder builder(sheets.hdNum, sheets.tileSize, sheets.form);
    decodePictureTo(m_set.scenes[scene].image, builder);
    Item item;
    item.scene = scene;
    item.sheet = builder.finish();
    item.truths = viewTruths(m_set.scenes[scene], m_set, builder.partition(), builder.pictureWidth(), builder.pictureHeight(),
                             sheets.tileSize);
    return item;
}

std::vector<std::size_t> SceneBatches::drawn(std::int64_t step) {
    std::vector<std::size_t> items;
    const std::uint64_t size = m_training.size();
    for (std::size_t i = 0; i < m_picturesPerStep; ++i) {
        const std::uint64_t number = static_cast<std::uint64_t>(step) * m_picturesPerStep + i;
        const auto epoch = static_cast<std::int64_t>(number / size);
        if (epoch != m_epoch) {
            m_epoch = epoch;
            m_order = m_training;
            std::uint64_t random = scrambled(scrambled(m_options.seed) ^ static_cast<std::uint64_t>(epoch));
            for (std::size_t left = m_order.size(); left > 1; --left) {
                random = scrambled(random);
                std::swap(m_order[left - 1], m_order[static_cast<std::size_t>(below(random, left))]);
            }
        }
        items.push_back(m_order[static_cast<std::size_t>(number % size)]);
    }
    return items;
}

SceneBatch SceneBatches::made(const std::vector<std::size_t>& items) const {
    std::vector<at::Tensor> pixels;
    std::vector<std::int64_t> shapes, colours, counts;
    std::vector<float> places;
    for (const std::size_t index : items) {
        const Item& item = m_items[index];
        const at::Tensor views =
            sheetTiles(item.sheet.rgb.empty() ? read(item.scene).sheet : item.sheet, m_options.sheets.tileSize);
        pixels.push_back(views.narrow(0, 0, static_cast<std::int64_t>(item.truths.size())));
        for (const ViewTruth& truth : item.truths) {
            shapes.insert(shapes.end(), truth.shapes.begin(), truth.shapes.end());
            colours.insert(colours.end(), truth.colours.begin(), truth.colours.end());
            counts.insert(counts.end(), truth.counts.begin(), truth.counts.end());
            for (const auto& place : truth.places) {
                places.insert(places.end(), place.begin(), place.end());
            }
        }
    }
    const auto counted = static_cast<std::int64_t>(m_set.shapes.size() + m_set.colours.size());
    return {at::cat(pixels), at::tensor(shapes, at::kLong).view({-1, kSceneCells}),
            at::tensor(colours, at::kLong).view({-1, kSceneCells}), at::tensor(places, at::kFloat).view({-1, kSceneCells, 3}),
            at::tensor(counts, at::kLong).view({-1, counted})};
}

SceneBatch SceneBatches::ofStep(std::int64_t step) {
    SceneBatch batch = m_aheadStep == step && m_ahead.valid() ? m_ahead.get() : made(drawn(step));
    m_aheadStep = step + 1;
    m_ahead = std::async(std::launch::async, [this, items = drawn(step + 1)] { return made(items); });
    return batch;
}

std::size_t SceneBatches::heldOutBatches() const {
    return (m_heldOut.size() + m_picturesPerStep - 1) / m_picturesPerStep;
}

SceneBatch SceneBatches::heldOut(std::size_t number) const {
    const auto begin = number * m_picturesPerStep;
    const auto end = std::min(begin + m_picturesPerStep, m_heldOut.size());
    return made({m_heldOut.begin() + static_cast<std::ptrdiff_t>(begin), m_heldOut.begin() + static_cast<std::ptrdiff_t>(end)});
}

} // namespace trutina::engine
