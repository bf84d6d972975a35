package dev.backstory.cli.init.column;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** The usual names of the columns in a shop's export, the likeliest first. */
public enum ColumnNames {
    CUSTOMER(
            "customerid,customer,userid,visitorid,clientid,memberid,accountid,householdkey,householdid,personid,buyerid,"
                    + "shopperid,profileid,fullvisitorid,userpseudoid,userhash,customerhash,customernumber,custid,uid,user,"
                    + "visitor,client,member,msno,anonymousid,deviceid,cookieid,cookie,usersession,sessionid,session",
            "customer|user|visitor|client|member|account|household|shopper|buyer"),
    ITEM(
            "itemid,productid,articleid,sku,skuid,configid,itemsku,productsku,aid,item,product,article,asin,parentasin,"
                    + "goodsid,contentid,materialid,offerid,productcode,stockcode,itemcode,articlenumber,upc,ean,gtin,"
                    + "listingid,variantid,simpleid,bookid,movieid,songid,trackid,videoid,newsid,pid,iid",
            "item|product|article|sku|goods|material"),
    TIME(
            "actiontime,eventtime,eventtimestamp,timestamp,ts,time,occurredat,clicktime,clickedat,viewedat,addedat,"
                    + "orderedat,purchasedat,ordertime,purchasetime,shownat,impressiontime,servedat,displayedat,createdat,"
                    + "datetime,eventdatetime,eventdate,at,invoicedate,date,day,loggedat,transactiontime,servertimestamp,"
                    + "tdat,orderdate",
            "time|timestamp|date"),
    DAY(
            "dt,ds,day,date,orderdate,eventdate,tdat,transactiondate,purchasedate,invoicedate,partitiondate,pdate,logdate",
            "date|day"),
    TYPE(
            "eventtype,event,actiontype,action,behaviortype,behaviourtype,behavior,behaviour,type,eventname,interaction,"
                    + "interactiontype,activity,activitytype,kind",
            "type|event|action"),
    RANKING(
            "rankingid,impressionid,requestid,queryid,searchid,searchresultid,pageviewid,listid,slateid,recommendationid,"
                    + "recid,offerid,displayid,viewid,serveid,batchid,exposureid,ranking",
            ""),
    POSITION(
            "position,pos,rank,slot,impressionpos,itemposition,positionid,rankposition,slotid,placeinlist,ordinal,index,place",
            "position|rank"),
    LABEL(
            "isorder,ordered,isordered,order,purchased,ispurchased,purchase,bought,isbought,buy,label,converted,isconverted,"
                    + "conversion,clicked,isclicked,click,isclick,target,relevance,engaged,reward",
            "order|purchas|bought|convert|click"),
    ORDERED(
            "ordered,orders,ordereditems,bought,boughtitems,purchased,purchases,purchaseditems,transactions,converted,"
                    + "clicked,clickeditems,clicks,taken,chosen",
            "order|purchas|bought|transaction|click"),
    SHOWN(
            "impressions,items,shown,shownitems,products,articles,itemids,productids,articleids,ranking,list,slate,results,"
                    + "recommendations,candidates,itemlist,skus,impression",
            "item|product|article|sku|shown|impression");

    @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
    private final List<String> usual;

    private final String words;

    ColumnNames(String usual, String words) {
        this.usual = List.of(usual.split(","));
        this.words = words;
    }

    /** The columns that this may be, by their names and values, the likeliest first. */
    public List<ColumnProfile> among(List<ColumnProfile> columns, Predicate<ColumnProfile> fits) {
        List<ColumnProfile> found = new ArrayList<>(columns.stream()
                .filter(column -> place(column.name()) < Integer.MAX_VALUE)
                .filter(fits)
                .toList());
        found.sort(Comparator.comparingInt(column -> place(column.name())));
        return found;
    }

    /** Whether the name is a usual one. */
    public boolean isUsual(String name) {
        return place(name) < usual.size();
    }

    private int place(String name) {
        int best = Integer.MAX_VALUE;
        for (String form : forms(name)) {
            int place = usual.indexOf(form);
            if (place >= 0) {
                best = Math.min(best, place);
            }
        }
        boolean hasWord = !words.isEmpty() && last(name).matches(".*(" + words + ").*");
        return best < Integer.MAX_VALUE || !hasWord ? best : usual.size();
    }

    /** {@code payload.item.id} may be called payloaditemid, itemid or id. */
    private static Set<String> forms(String name) {
        List<String> parts = Arrays.asList(name.split("\\."));
        Set<String> forms = new LinkedHashSet<>();
        for (int from = Math.max(0, parts.size() - 2); from < parts.size(); from++) {
            forms.add(plain(String.join("", parts.subList(from, parts.size()))));
        }
        return forms;
    }

    private static String last(String name) {
        return plain(name.substring(name.lastIndexOf('.') + 1));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
