// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/training_images.h"

#include "engine/model/stored_weights.h"
#include "engine/training/parallel_items.h"

#include <c10/core/GradMode.h>

#include <algorithm>
#include <set>
#include <span>
#include <utility>

namespace trutina::engine {

namespace {

constexpr std::size_t kMediaAtOnce = 64;

std::int64_t bytesOf(const TrainingImages::Tokens& tokens) {
    return static_cast<std::int64_t>(tokens.constant.nbytes());
}

} // namespace

TrainingImages::TrainingImages(const ModelConfig& config, const WeightReport& report, std::shared_ptr<const WeightSource> source,
                               SheetOptions sheets, std::int64_t keepBytes)
    : m_config(config),
      m_sheets(sheets),
      m_keepBytes(keepBytes),
      m_encoder(config, report.sizes, std::make_shared<const StoredWeights>(source, at::kFloat), Residence::Resident,
                std::make_shared<WideningBuffer>()) {
    m_sheets.tileSize = static_cast<int>(config.tileSize);
    const StoredWeights weights(std::move(source), at::kFloat);
    m_vision_proj_0_weight = weights.converted("vision_proj.0.weight");
    m_vision_proj_0_bias = weights.converted("vision_proj.0.bias");
    m_vision_proj_2_weight = weights.converted("vision_proj.2.weight");
    m_vision_proj_2_bias = weights.converted("vision_proj.2.bias");
}

const TrainingImages::Layout& TrainingImages::layoutOf(int tileRows, int tileColumns) {
    const auto [found, isNew] = m_layouts.try_emplace({tileRows, tileColumns});
    if (!isNew) {
        return found->second;
    }
    // Specification 3.8: rows of the global view, the separator, rows of the mosaic; a row end after each.
    const auto grid = m_config.mergedGrid();
    const std::int64_t last = (1 + static_cast<std::int64_t>(tileRows) * tileColumns) * grid * grid;
    std::vector<std::int64_t> rows;
    std::vector<float> marks;
    const auto place = [&](std::int64_t row, bool rowEnd, bool separator) {
        rows.push_back(row);
        marks.insert(marks.end(), {rowEnd ? 1.0F : 0.0F, separator ? 1.0F : 0.0F});
    };
    const auto mosaic = [&](std::int64_t firstView, std::int64_t down, std::int64_t across) {
        for (std::int64_t row = 0; row < down * grid; ++row) {
            for (std::int64_t column = 0; column < across * grid; ++column) {
                const auto view = firstView + row / grid * across + column / grid;
                place((view * grid + row % grid) * grid + column % grid, false, false);
            }
            place(last, true, false);
        }
    };
    mosaic(0, 1, 1);
    place(last, false, true);
    mosaic(1, tileRows, tileColumns);
    found->second = {at::tensor(rows, at::kLong), at::tensor(marks, at::kFloat).view({-1, 2})};
    return found->second;
}

std::vector<TrainingImages::Tokens> TrainingImages::encoded(const std::vector<MediaSheet>& sheets, Pace& pace) {
    const c10::NoGradGuard noGradients;
    std::vector<at::Tensor> views;
    for (const MediaSheet& sheet : sheets) {
        views.push_back(sheetTiles(sheet.sheet, m_config.tileSize));
    }
    const at::Tensor all = m_encoder.encodeViews(at::cat(views), pace).flatten(0, 1);
    const at::Tensor nothing = at::zeros({1, all.size(1)}, all.options());
    const auto perView = m_config.mergedGrid() * m_config.mergedGrid();
    std::vector<Tokens> tokens;
    std::int64_t begin = 0;
    for (std::size_t i = 0; i < sheets.size(); ++i) {
        const auto count = views[i].size(0) * perView;
        const Layout& layout = layoutOf(sheets[i].tileRows, sheets[i].tileColumns);
        tokens.push_back({at::cat({all.narrow(0, begin, count), nothing}).index_select(0, layout.rows), layout.marks});
        begin += count;
    }
    return tokens;
}

template <typename Taken>
void TrainingImages::encodeAll(const std::vector<MediaInput>& media, Pace& pace, const Taken& taken) {
    // Reading and encoding each have all cores in turn: side by side they would wait for each other's threads.
    const std::span<const MediaInput> all(media);
    for (std::size_t begin = 0; begin < all.size(); begin += kMediaAtOnce) {
        pace.checkpoint();
        const auto part = all.subspan(begin, std::min(kMediaAtOnce, all.size() - begin));
        std::vector<MediaSheet> sheets(part.size());
        forItems(part.size(), [&](std::size_t i) { sheets[i] = readMediaSheet(part[i], m_sheets); });
        auto tokens = encoded(sheets, pace);
        for (std::size_t i = 0; i < part.size(); ++i) {
            if (!taken(Key(part[i].path, part[i].as), std::move(tokens[i]))) {
                return;
            }
        }
    }
}

void TrainingImages::keep(const std::vector<MediaInput>& media, Pace& pace) {
    std::set<Key> known;
    std::vector<MediaInput> missing;
    for (const MediaInput& medium : media) {
        const Key key(medium.path, medium.as);
        if (!m_kept.contains(key) && known.insert(key).second) {
            missing.push_back(medium);
        }
    }
    encodeAll(missing, pace, [&](const Key& key, Tokens tokens) {
        // What comes once memory is full is encoded when it is needed: in random order none is likelier to return than another.
        if (m_keptBytes + bytesOf(tokens) > m_keepBytes) {
            return false;
        }
        m_keptBytes += bytesOf(tokens);
        m_kept[key] = std::move(tokens);
        return true;
    });
}

void TrainingImages::fetch(const std::vector<MediaInput>& media, Pace& pace) {
    m_fetched.clear();
    keep(media, pace);
    std::vector<MediaInput> rest;
    for (const MediaInput& medium : media) {
        if (!m_kept.contains({medium.path, medium.as}) && std::ranges::find(rest, medium) == rest.end()) {
            rest.push_back(medium);
        }
    }
    encodeAll(rest, pace, [&](const Key& key, Tokens tokens) {
        m_fetched[key] = std::move(tokens);
        return true;
    });
}

const TrainingImages::Tokens& TrainingImages::tokens(const MediaInput& media) const {
    const Key key(media.path, media.as);
    const auto kept = m_kept.find(key);
    return kept != m_kept.end() ? kept->second : m_fetched.at(key);
}

at::Tensor TrainingImages::embed(const Tokens& tokens, const TrainingWeights& weights) const {
    const at::Tensor separators = at::cat({weights["plora_sub_GN"].reshape({1, -1}), weights["plora_glb_GN"].reshape({1, -1})});
    const at::Tensor inner = at::gelu(at::linear(separators, m_vision_proj_0_weight, m_vision_proj_0_bias));
    return at::addmm(tokens.constant, tokens.marks, at::linear(inner, m_vision_proj_2_weight, m_vision_proj_2_bias));
}

} // namespace trutina::engine
