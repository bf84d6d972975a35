package dev.backstory.baselines;

import java.util.Locale;

/** A way to build training rows. */
enum Plan {
    /** Each customer's actions ranked once per day, whatever number of items was shown. */
    RANK_ONCE("""
            with wanted as (
              select distinct s.dt, s.customer_id, d.first_dt, d.cut from shown s join days d on d.dt = s.dt
            ), ranked as (
              select w.dt, w.customer_id, a.item_id, a.action_type, a.action_time,
                row_number() over (
                  partition by w.dt, w.customer_id
                  order by a.action_time desc, a.action_type desc, a.item_id desc) as place
              from wanted w join done a on a.customer_id = w.customer_id
              where a.dt < w.dt and a.dt >= w.first_dt and a.action_time < timestamp_micros(w.cut)
            ), histories as (
              select dt, customer_id, max(action_time) as newest,
                sort_array(collect_list(struct(place, item_id, action_type))) as slots
              from ranked where place <= {length} group by dt, customer_id
            ), padded as (
              select dt, customer_id, newest, size(slots) as length,
                concat(slots.item_id, array_repeat(0L, {length} - size(slots))) as actions,
                concat(slots.action_type, array_repeat(0, {length} - size(slots))) as action_types
              from histories
            )
            select s.ranking_id, s.customer_id, s.impression_pos, s.impression_item_id, s.label,
              coalesce(p.actions, array_repeat(0L, {length})) as actions,
              coalesce(p.action_types, array_repeat(0, {length})) as action_types,
              coalesce(p.length, 0) as history_length, p.newest as newest_action_time, s.dt
            from shown s left join padded p on p.dt = s.dt and p.customer_id = s.customer_id
            """),

    /** As such tables are described in public: every row shown joined with the customer's actions, ranked on its own. */
    RANK_PER_ROW("""
            with rows as (
              select monotonically_increasing_id() as row, s.* from shown s
            ), ranked as (
              select r.row, a.item_id, a.action_type, a.action_time,
                row_number() over (
                  partition by r.row order by a.action_time desc, a.action_type desc, a.item_id desc) as place
              from rows r join days d on d.dt = r.dt join done a on a.customer_id = r.customer_id
              where a.dt < d.dt and a.dt >= d.first_dt and a.action_time < timestamp_micros(d.cut)
            ), histories as (
              select row, max(action_time) as newest,
                sort_array(collect_list(struct(place, item_id, action_type))) as slots
              from ranked where place <= {length} group by row
            )
            select r.ranking_id, r.customer_id, r.impression_pos, r.impression_item_id, r.label,
              concat(nvl(slots.item_id, array()), array_repeat(0L, {length} - if(slots is null, 0, size(slots)))) as actions,
              concat(nvl(slots.action_type, array()), array_repeat(0, {length} - if(slots is null, 0, size(slots))))
                as action_types,
              if(slots is null, 0, size(slots)) as history_length, newest as newest_action_time, r.dt
            from rows r left join histories h on h.row = r.row
            """),

    /** No work at all: finished rows read and written again. */
    COPY("select * from finished");

    private final String query;

    Plan(String query) {
        this.query = query;
    }

    /** @param text as on the command line, such as rank-once */
    static Plan of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    String query(int length) {
        return query.replace("{length}", Integer.toString(length));
    }
}
